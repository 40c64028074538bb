export const reading = {
  'reading.title': 'Bij het lezen van deze mail',
  'reading.incomplete': 'Deze mail is niet helemaal gelezen. De bron is bewaard.',
  'reading.incompleteBecause': 'Deze mail is niet helemaal gelezen: {why}. De bron is bewaard.',
  'reading.lost': 'Wat uit deze mail gelezen is, ontbreekt of is beschadigd. Vraag een beheerder om het te herstellen.',
  'reading.fault.depth': 'er zitten te veel onderdelen in elkaar',
  'reading.fault.parts': 'hij heeft te veel onderdelen',
  'reading.fault.attachments': 'hij heeft te veel bijlagen',
  'reading.fault.header': 'de kop van de mail is te groot',
  'reading.fault.text': 'de tekst is te lang',
  'reading.fault.empty': 'hij is leeg',
  'reading.fault.noMail': 'het is geen mail, want er is geen kop en geen tekst',
  'reading.fault.time': 'het lezen duurde te lang',
  'reading.fault.memory': 'het lezen kostte te veel geheugen',
  'reading.fault.ended': 'het lezen is afgebroken',
  'reading.fault.other': 'de lezer kon niet verder',
  'reading.warning.noHeader': 'De mail heeft geen kop: afzender en onderwerp zijn onbekend.',
  'reading.warning.cutOff': 'Het slot ontbreekt. De mail kan zijn afgebroken.',
  'reading.warning.piece': 'Dit is één stuk van een grotere mail.',
  'reading.warning.oneText': 'De onderdelen zijn niet van elkaar te scheiden. Alles staat in één tekst.',
  'reading.warning.outsideParts':
    'Er staat ook tekst buiten de onderdelen van de mail. Die wordt niet getoond, maar staat wel in de bron.',
  'reading.warning.moreForms': 'De mail heeft meer versies van zijn tekst dan hier getoond worden.',
  'reading.warning.bareHtml': 'De opmaak was niet leesbaar. Alleen de kale tekst wordt getoond.',
  'reading.warning.charset':
    'De tekenset was onbekend of klopte niet, en is geraden. Letters met accenten kunnen fout zijn.',
  'reading.warning.encoding': 'Een onderdeel is niet gecodeerd zoals het zegt. Wat leesbaar was, is bewaard.',
  'reading.warning.openFile': 'Een bestand in de tekst heeft geen einde.',
  'reading.warning.largeTnef': 'winmail.dat is te groot om uit te pakken, en is bewaard zoals het kwam.',
  'reading.warning.brokenTnef': 'winmail.dat was niet helemaal uit te pakken, en is ook bewaard zoals het kwam.',
  'reading.warning.apart': 'Tekst buiten het ondertekende of versleutelde deel staat apart, als bijlage.',
  'reading.warning.elsewhere': 'Een onderdeel staat ergens anders op internet en kwam niet mee.',
  'reading.warning.smime-encrypted':
    'De mail, of een deel ervan, is versleuteld (S/MIME). Wat erin staat is niet gelezen en niet gescand.',
  'reading.warning.openpgp-encrypted':
    'De mail, of een deel ervan, is versleuteld (OpenPGP). Wat erin staat is niet gelezen en niet gescand.',
  'reading.warning.smime-signed':
    'De mail, of een deel ervan, is ondertekend (S/MIME). De handtekening is niet gecontroleerd.',
  'reading.warning.openpgp-signed':
    'De mail, of een deel ervan, is ondertekend (OpenPGP). De handtekening is niet gecontroleerd.',
};

/**
 * Subjects that mail programs write by themselves. Each stands at the beginning, so that a reply to one (`Re: ...`) and a
 * sentence about one are not taken for it, and most need the colon that programs set before the old subject.
 */

const anyOf = (phrases: readonly string[], end: string): RegExp => new RegExp(`^(?:${phrases.join('|')})${end}`, 'iu');

/** Exchange and Outlook in their languages, then Lotus, GroupWise, webmail. */
const REPLY_PHRASES = [
  'automati(?:c|cal|sch|ue) (?:reply|response)',
  'auto-?\\s?(?:reply|response|matic reply|-reply)',
  'auto-?(?:antwoord|antwort|svar)',
  'autoreply from .{1,60}',
  'out of (?:the )?office(?: auto-?reply| notification| reply| message)?',
  'automatisch(?:e)? (?:antwoord|beantwoord|bericht|reactie)',
  'automatisch antwoord bij afwezigheid',
  'afwezigheids(?:bericht|assistent|notificatie)',
  'bericht bij afwezigheid',
  'automatische antwort',
  'abwesenheits(?:notiz|meldung|nachricht|benachrichtigung|info)',
  'automatische abwesenheitsnotiz',
  "r[ée]ponse automatique(?: d['’]absence du bureau)?",
  "message (?:automatique )?d['’]absence",
  'absence du bureau',
  'respuesta autom[áa]tica',
  'resposta autom[áa]tica',
  'risposta automatica',
  'automati(?:skt|sk) svar',
  'automaattinen vastaus',
  'odpowied[źz] automatyczna',
  'automatick[áa] odpov[ěe][dď]',
  'automatikus v[áa]lasz',
  'otomatik yan[ıi]t',
  'автоматический ответ',
  'автоматична відповідь',
  'автоматичен отговор',
  'αυτόματη απάντηση',
  'r[ăa]spuns automat',
  'automatski odgovor',
  'samodejni odgovor',
  '自動応答|自动答复|自動回覆|자동 회신',
];

const MACHINE_SUBJECTS = [
  anyOf(REPLY_PHRASES, '\\s*[:：]'),
  // Lotus Notes: "AUTO: Jan Jansen is out of the office (returning 14-12-2026)".
  /^auto: .{1,120}(?:out of (?:the )?office|niet op kantoor|afwezig|au(?:ß|ss)er haus|abwesend|absent|\((?:returning|terug|r[üu]ckkehr|retour))/iu,
  /\(out of (?:the )?office\)$/iu,
  /^yahoo! auto ?response$/iu,
  /^(?:read|gelezen|gelesen|lu|not read|niet gelezen|ungelesen|non lu)\s?: /iu,
];

/** Machines and people both write these. */
const AWAY_LIKE = [
  /^(?:(?:re|aw|antw|sv)\s?: )?(?:afwezig|vakantie|niet aanwezig|out of office|on vacation|away\b|abwesen|urlaub|absen(?:t|ce)|en cong[ée]s?)/iu,
  /^(?:ontvangstbevestiging|bevestiging van ontvangst|bevestiging ontvangst|eingangsbest[äa]tigung|empfangsbest[äa]tigung|accus[ée] de r[ée]ception|acknowledge?ment)/iu,
  /^(?:\[[^\]]{1,60}\] ?)?(?:(?:re|aw|antw)\s?: )?(?:(?:we|wij) hebben (?:uw|je) (?:e-?mail|bericht|vraag|melding)|(?:bedankt|dank) voor (?:uw|je)|(?:we(?:'ve| have) )?received your|thank you for (?:your|contacting)|vielen dank f[üu]r ihre|merci (?:de|pour) votre|nous avons bien re[çc]u|wir haben ihre)/iu,
  /^(?:(?:re|aw|antw)\s?: )?\[?(?:ticket|case|request|incident|melding|issue)\b.{0,40}(?:received|created|opened|ontvangen|aangemaakt|er(?:stellt|öffnet)|cr[ée]{1,2})/iu,
];

/** Written by no person. */
export const isMachineSubject = (subject: string): boolean => MACHINE_SUBJECTS.some((one) => one.test(subject.trim()));

/** Looks like a machine's, but a person may have written it. */
export const isAwayLike = (subject: string): boolean => AWAY_LIKE.some((one) => one.test(subject.trim()));

const FAILED_PHRASES = [
  'undeliver(?:able|ed)',
  'returned (?:mail|to sender|message)',
  'mail (?:delivery )?(?:failed|failure|returned)',
  'mail delivery (?:system|subsystem|error|problem|notification|warning)',
  'delivery (?:status|notification|report|has failed|failed|failure|error|problem)',
  'delivery to .{1,320} failed',
  'message (?:delivery failure|undeliverable|not delivered|status - undeliverable)',
  'failure (?:notice|delivery)',
  'fail(?:ed|ure)? (?:mail|delivery|to deliver)',
  '(?:mail|message) could not be delivered',
  'mail system error',
  '\\[bounce\\]',
  'non[- ]?delivery(?: (?:report|notification|receipt)|:)',
  '(?:permanent|temporary|final) delivery (?:failure|error|warning)',
  'automatically rejected mail',
  'nondeliverable mail',
  'could not (?:send|deliver) (?:mail|message)',
  'unable to deliver',
  'user unknown',
  'warning: (?:could not send|message)',
  'considered unsolicited bulk',
  'your message to .{1,320} (?:could not|was not|has been rejected)',
  'your message (?:could not be|was not) delivered',
  'rejected(?: mail)?:',
  'onbestel(?:d|baar)',
  'onbezorgbaar',
  'niet (?:af|be)leverbaar|niet (?:af|be)geleverd|niet (?:te )?bezorg(?:d|baar|en)',
  '(?:uw )?(?:e-?mail|bericht) (?:kon|kan|is) niet (?:worden )?(?:bezorgd|afgeleverd|verzonden)',
  'bezorging (?:mislukt|is mislukt|status)',
  'melding (?:van|over) (?:de )?(?:bezorg|aflever)status',
  'afleveringsfout|bezorgfout|afleverrapport',
  'unzustellbar',
  'nicht zustellbar',
  'zustell(?:fehler|ung fehlgeschlagen|benachrichtigung)',
  'fehler beim (?:senden|zustellen)',
  'r[üu]cksendung',
  'benachrichtigung (?:zum|[üu]ber den) [üu]bermittlungsstatus',
  'non (?:remis|distribu(?:able|é))',
  "[ée]chec (?:de )?(?:la )?(?:remise|distribution|livraison|d['’]envoi)",
  "notification d['’][ée]tat de remise",
  'message non (?:remis|d[ée]livr[ée]|distribu[ée])',
  "retour [àa] l[’']exp[ée]diteur",
  'no se puede entregar|no entregado',
  'non recapitabile',
  'ваше сообщение не доставлено',
];

const DELAYED_PHRASES = [
  'delayed',
  '(?:mail |message )?(?:delivery )?(?:is )?delayed',
  'delivery (?:status notification )?\\(?delay(?:ed)?\\)?',
  'delivery status notification \\(delay\\)',
  'delayed mail',
  'mail delivery (?:delayed|deferred)|deferred mail',
  'message (?:.{1,80} )?delayed',
  'warning: (?:message .{1,120} delayed|could not send message for past)',
  'warning - delayed mail',
  'vertraagd|vertraging|bezorging vertraagd|vertraagde',
  'verz[öo]gert|zustellung verz[öo]gert|verz[öo]gerung',
  'retard[ée]|remise diff[ée]r[ée]e|retard de',
];

/** What gateways put before the subject. */
const LABELS = '(?:\\s*(?:\\*{2,}[^*]{1,40}\\*{2,}|\\[[^\\]]{1,40}\\]|ndn:|dsn:|error:))*\\s*';

const FAILED = anyOf(
  [...FAILED_PHRASES, ...DELAYED_PHRASES].map((phrase) => LABELS + phrase),
  '',
);
const DELAYED = anyOf(
  DELAYED_PHRASES.map((phrase) => LABELS + phrase),
  '(?!\\p{L})',
);

/** A notice that mail was not delivered, or not yet. */
export const isBounceSubject = (subject: string): boolean => FAILED.test(subject) && !isMachineSubject(subject);

/** A notice that mail is late and is still being tried. */
export const isDelaySubject = (subject: string): boolean => DELAYED.test(subject);

import { generateKeyPairSync } from 'node:crypto';
import {
  newMailCode,
  type OutgoingMailSettings,
  type Pop3MailboxSettings,
  type ProfileType,
  pop3MailboxSettings,
  type SettingsOf,
  type Tx,
} from '@zaakpost/domain';
import {
  caseStore,
  caseTypeDesk,
  type Database,
  profileDesk,
  profileStore,
  type SecretBox,
  templateDesk,
  type Written,
} from '@zaakpost/store';
import { sampleAddresses } from '@zaakpost/testing';
import { cases, caseType, ids, PREFIX, templates } from './office.ts';

/** Where the demo writes, and what it seals secrets with. */
export interface Office {
  database: Database;
  secrets: SecretBox;
}

/** Case type, templates, cases and the profiles that talk to nobody; at the first start only. */
export async function settleIn(office: Office): Promise<void> {
  const { database } = office;
  const [known] = await database.ask((db) => db.query('select id from case_type where id = $1', [caseType.id]));
  if (known) return;
  await database.transaction(async (tx) => {
    written(await caseTypeDesk.add(tx, caseType));
    for (const template of templates) written(await templateDesk.add(tx, template));
    await openCases(tx, office);
    await addProfile(tx, office, ids.mailReception, 'mailReception', 'Mail-ontvangst', { codeDigits: 6 });
    await addProfile(tx, office, ids.scheduledEmail, 'scheduledEmail', 'Ingeplande e-mail', { graceHours: 24 });
    await addProfile(tx, office, ids.takesIn, 'incomingMail', 'Documenten', {
      interface: 'documentIntake',
      address: sampleAddresses.intake,
    });
    await addProfile(tx, office, ids.startsCases, 'incomingMail', 'Meldingen', {
      interface: 'caseType',
      address: sampleAddresses.cases,
      caseTypeId: caseType.id,
      mapping: { subject: 'melding_onderwerp', from: 'melding_afzender', body: 'melding_tekst' },
      fallbackRequestor: 'Onbekende melder',
      acknowledgementTemplateId: ids.acknowledgement,
    });
  });
  for (const { id, status } of cases) {
    const resolvedAt = status === 'resolved' ? new Date() : null;
    await database.ask((db) =>
      db.query('update "case" set status = $2, resolved_at = $3 where id = $1', [id, status, resolvedAt]),
    );
  }
}

async function openCases(tx: Tx, { database }: Office): Promise<void> {
  for (const { status: _, parties, ...one } of cases) {
    const more = { caseTypeId: caseType.id, mailCode: newMailCode(), attributes: {} };
    await caseStore(database).start(tx, { ...one, ...more, parties: [...parties] });
  }
}

/** Where outgoing mail goes, at every start: the server may have another port. The DKIM key stays. */
export async function pointOutgoingMail(
  office: Office,
  externalServer: NonNullable<OutgoingMailSettings['externalServer']>,
): Promise<void> {
  const [known] = await profileStore(office.database, office).active('outgoingMail');
  const settings = known ? { ...known.settings, externalServer } : { ...firstSettings(), externalServer };
  await setProfile(office, ids.outgoingMail, 'outgoingMail', 'Uitgaande mail', settings);
}

const firstSettings = () => ({
  senderAddress: sampleAddresses.info,
  senderName: 'Gemeente Voorbeeld',
  subjectPrefix: PREFIX,
  maximumSizeMb: 10,
  dkim: { domain: domainOf(sampleAddresses.info), selector: 'zaakpost', privateKey: newKey() },
});

/** Where the mailbox is, at every start; from here on it is polled. */
export async function pointMailbox(
  office: Office,
  at: Pick<Pop3MailboxSettings, 'port' | 'userName' | 'password' | 'ca'>,
): Promise<void> {
  const settings = pop3MailboxSettings.parse({ protocol: 'pop3s', host: 'localhost', pollSeconds: 5, ...at });
  await setProfile(office, ids.mailbox, 'pop3Mailbox', 'Postbus van de gemeente', settings);
}

async function setProfile<T extends ProfileType>(
  office: Office,
  id: string,
  type: T,
  name: string,
  settings: SettingsOf<T>,
): Promise<void> {
  const desk = profileDesk(office.database, office);
  const known = await desk.show(id).catch(() => null);
  await office.database.transaction(async (tx) => {
    if (known === null) await addProfile(tx, office, id, type, name, settings);
    else
      written(await desk.change(tx, { id, version: known.version, name: known.name, active: known.active, settings }));
  });
}

const addProfile = async <T extends ProfileType>(
  tx: Tx,
  office: Office,
  id: string,
  type: T,
  name: string,
  settings: SettingsOf<T>,
): Promise<void> =>
  written(await profileDesk(office.database, office).add(tx, { id, type, name, active: true, settings }));

function written(outcome: Written): void {
  if (outcome.kind === 'written') return;
  throw new Error(`The demo's records were refused: ${JSON.stringify(outcome)}`);
}

const domainOf = (address: string) => address.slice(address.indexOf('@') + 1);

const newKey = (): string =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey;

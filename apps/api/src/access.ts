import type { Role } from '@zaakpost/domain';

/** Who may use a route: everyone (no sign-in), or those with one of the roles. */
export type Access = 'everyone' | readonly Role[];

const anyRole = ['caseWorker', 'operator', 'administrator'] as const;
const caseWork = ['caseWorker', 'administrator'] as const;
const operation = ['operator', 'administrator'] as const;
const administration = ['administrator'] as const;

/** The one matrix of who may what. A route cannot be written without an entry here; operators see no case content. */
export const ACCESS = {
  signIn: 'everyone',
  readSession: 'everyone',
  signOut: anyRole,
  readOpenApi: 'everyone',

  readPipeline: anyRole,

  listInboundMessages: anyRole,
  readInboundMessage: anyRole,
  downloadRawMessage: operation,
  linkInboundMessage: caseWork,
  startCaseFromMessage: caseWork,
  sendMessageToIntake: caseWork,
  discardInboundMessage: caseWork,
  deliverDuplicate: operation,
  confirmInboundMessage: caseWork,

  readLedger: operation,
  downloadLedger: operation,
  listNotStored: operation,
  listQuarantine: operation,
  readQuarantined: operation,
  readQuarantinedText: operation,
  releaseQuarantined: operation,
  deleteQuarantined: operation,
  releaseSeveralQuarantined: operation,
  deleteSeveralQuarantined: operation,
  holdInboundMessage: administration,
  holdCase: administration,

  listCases: caseWork,
  readCase: caseWork,
  listTimeline: caseWork,
  listDocuments: caseWork,
  readDocument: caseWork,
  sendCaseMessage: caseWork,
  listScheduledEmailsOfCase: caseWork,
  scheduleEmail: caseWork,
  readDocumentContent: caseWork,

  listScheduledEmails: caseWork,
  rescheduleEmail: caseWork,
  cancelScheduledEmail: caseWork,
  previewScheduledEmail: caseWork,

  listIntakeDocuments: caseWork,
  readIntakeDocumentContent: caseWork,
  fileIntakeDocument: caseWork,
  rejectIntakeDocument: caseWork,

  listOutboundMessages: anyRole,
  readOutboundMessage: anyRole,

  listMailboxes: operation,
  readMailbox: operation,
  fetchMailbox: operation,

  listProfiles: administration,
  createProfile: administration,
  readProfile: administration,
  replaceProfile: administration,
  testProfile: administration,
  testProfileSettings: administration,
  listTemplates: caseWork,
  listCaseTypes: caseWork,

  listSteps: operation,
  replayStep: operation,
  listAudit: administration,

  useBoard: operation,
} as const satisfies Record<string, Access>;

/** The name of a route, in the matrix and in the OpenAPI document; `useBoard` is Bull Board, below `/queues`. */
export type OperationId = keyof typeof ACCESS;

export const rolesOf = (id: OperationId): Access => ACCESS[id];

export { type CaptureConfig, readCaptureConfig, readEdgeSources } from './config.js';
export { type EdgeSources, httpEdges } from './http-edges.js';
export { type ContactMapping, readContactMapping } from './import-contacts/contact-mapping.js';
export type { ImportContactsParts } from './import-contacts/import-contacts.controller.js';
export { ImportContactsModule } from './import-contacts/import-contacts.module.js';
export { type ImportContactsOptions, importContacts } from './import-contacts/import-contacts.runner.js';
export { rehearsal } from './import-contacts/rehearse.js';
export { captureToken, contactIntakeToken } from './injected.js';
export { InteractionCaptureModule } from './interaction-capture.module.js';
export {
  type CaptureObserver,
  InteractionCapture,
  type InteractionCaptureParts,
} from './interaction-capture.runtime.js';
export type { ContactIntake, ContactOutcome, FieldRefusal, IntakeTrace } from './record-contacts/contact-intake.js';
export { decideInteraction } from './record-contacts/decide-interaction.js';
export { readContact } from './record-contacts/read-contact.js';
export { loadCallMappings } from './take-calls/calls.config.js';
export { TakeCallsModule, type TakeCallsParts } from './take-calls/take-calls.module.js';
export { type ScanSettings, ScanWatcher } from './take-letters/scan-folder.watcher.js';
export type { SurveySource } from './take-surveys/survey-source.js';
export { loadSurveys } from './take-surveys/surveys.config.js';
export { TakeSurveysModule, type TakeSurveysParts } from './take-surveys/take-surveys.module.js';
export { observeCapture, watchCapture } from './watch-capture.js';
export { importMail, type MailTally } from './watch-mail/import-mail.runner.js';
export { readSourceSettings, type SourceSettings, WatchedSources } from './watch-sources/watch-sources.runner.js';

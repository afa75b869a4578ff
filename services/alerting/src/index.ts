export { AlertingModule } from './alerting.module.js';
export { DeliveryModule } from './deliver-alerts/delivery.module.js';
export { type DeliverySettings, readDeliverySettings } from './deliver-alerts/delivery-settings.config.js';
export type { AlertState, AlertView } from './list-alerts/alert-view.js';
export { listedAlerts } from './list-alerts/listed-alerts.js';
export type { RuleMeasure } from './measure-rules/measure-rules.js';
export { HeldAlerts } from './notify-when/held-alerts.js';
export {
  type Notifiable,
  type NotifiableAt,
  type NotificationRules,
  notifiableAt,
} from './notify-when/notifiable-at.js';
export { observeAlerting } from './observe-alerting.js';
export { watchAlerting } from './watch-alerting.js';
export { type AlertingObserver, AlertingRuntime, type AlertingSettings } from './watch-customers/alerting-runtime.js';
export { watchedCustomers } from './watch-customers/watched-customers.js';

export * from './churn/churn-risk.js';
export * from './churn/churn-rules.js';
export * from './churn/silence-state.js';
export * from './composite.js';
export * from './concentration.js';
export * from './cut-off.js';
export * from './days.js';
export * from './distribution.js';
export * from './fit/fit-purchases.js';
export * from './fit/fit-spend.js';
export * from './one-off.js';
export * from './proof/calibration.js';
export * from './proof/discrimination.js';
export * from './purchases/expected-purchases.js';
export * from './purchases/log-likelihood.js';
export * from './purchases/own-regularity.js';
export {
  mayDropOut,
  type PurchaseHistory,
  type PurchaseModel,
  type PurchaseRecord,
  shippedModel,
} from './purchases/purchase-model.js';
export * from './purchases/silence-survival.js';
export * from './purchases/silence-until.js';
export * from './purchases/still-a-customer.js';
export * from './satisfaction/rater-index.js';
export * from './satisfaction/satisfaction-class.js';
export * from './satisfaction/satisfaction-of.js';
export * from './satisfaction/trend.js';
export * from './shares.js';
export * from './spend/expected-spend.js';
export * from './spend/lifetime-value.js';
export * from './stages/stage.js';
export * from './stages/stage-belief.js';

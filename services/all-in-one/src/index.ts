export * from './demo-enterprise/index.js';
export { fillWithDemo } from './demo-intake.js';
export { type Deployment, type DeploymentSettings, openDeployment } from './deployment.js';
export { type Serving, serve } from './serve.js';

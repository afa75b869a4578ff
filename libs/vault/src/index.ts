export { type ContactPoint, normalContactPoint } from './contact-point.js';
export { type MasterKeySource, masterKeyFrom, requireUsableMasterKey } from './master-key.js';
export { openVault, type Vault, type VaultOptions } from './vault.js';

export { type Config, ConfigError, loadConfig } from './config.ts';
export { readSecretFiles } from './secret-files.ts';

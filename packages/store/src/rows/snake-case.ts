import { DefaultNamingStrategy } from 'typeorm';

/** `receivedAt` in the code is `received_at` in the database. */
export class SnakeCase extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string): string {
    return customName ?? propertyName.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
  }
}

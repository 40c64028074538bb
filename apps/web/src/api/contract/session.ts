export type Role = 'caseWorker' | 'operator' | 'administrator';

export interface Session {
  user: { name: string; role: Role };
  csrfToken: string;
}

export interface ListPage<Item> {
  items: Item[];
  nextCursor: string | null;
}

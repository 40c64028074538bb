export interface Template {
  id: string;
  name: string;
  subject: string;
}

export interface CaseType {
  id: string;
  name: string;
}

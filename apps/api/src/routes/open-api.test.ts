import { expect, test } from 'vitest';
import { openApiOf } from '../http/open-api.ts';
import { routes } from './index.ts';

interface Json {
  [key: string]: Json;
}

const document = openApiOf(routes, { version: '1' }) as Json;

test('every route is in the document with its name, its answers and its parameters', () => {
  for (const { id, method, path, success, idempotent, guarded } of routes) {
    const operation = document.paths?.[path]?.[method];
    const parameters = (operation?.parameters ?? []) as unknown as { name: string; in: string }[];
    const inPath = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name);

    expect(operation?.operationId).toBe(id);
    expect(operation?.responses).toHaveProperty(String(success.status));
    expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath);
    expect(parameters.some(({ name }) => name === 'Idempotency-Key')).toBe(idempotent ?? false);
    expect(parameters.some(({ name }) => name === 'If-Match')).toBe(guarded ?? false);
  }
});

test('the document holds no operation that is not served', () => {
  const listed = Object.values(document.paths ?? {}).flatMap((path) => Object.values(path));

  expect(listed.length).toBe(routes.length);
});

test('every reference points at something that is there', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/gu)].map(([, path]) => String(path));

  expect(references.length).toBeGreaterThan(20);
  for (const reference of references) {
    const target = reference.split('/').reduce<Json | undefined>((inside, name) => inside?.[name], document);
    expect(target, reference).toBeDefined();
  }
});

test('the document is plain JSON that keeps the structure of OpenAPI 3.1', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  for (const operation of Object.values(document.paths ?? {}).flatMap((path) => Object.values(path))) {
    expect(operation).toMatchObject({
      operationId: expect.any(String),
      summary: expect.stringMatching(/^.{10,}\.$/u),
      responses: expect.any(Object),
    });
    for (const response of Object.values(operation.responses ?? {})) {
      expect(response.description).toEqual(expect.any(String));
    }
  }
});

test('moments are strings in ISO 8601', () => {
  expect(document.components?.schemas?.Step?.properties?.createdAt).toEqual({ type: 'string', format: 'date-time' });
});

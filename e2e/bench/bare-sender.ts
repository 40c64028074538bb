import { createTransport } from 'nodemailer';
import { serve } from './crew-member.ts';
import type { OutgoingMail } from './send.ts';

interface Plan extends OutgoingMail {
  port: number;
  ca: string;
  user: string;
  password: string;
  privateKey: string;
  connections: number;
  count: number;
}

/** nodemailer's pool with DKIM; counts what was taken. */
await serve<Plan, void>(async (plan, count) => {
  const transport = createTransport({
    pool: true,
    maxConnections: plan.connections,
    host: 'localhost',
    port: plan.port,
    requireTLS: true,
    tls: { ca: plan.ca },
    auth: { user: plan.user, pass: plan.password },
    dkim: { domainName: 'gemeente-voorbeeld.example', keySelector: 'zaakpost', privateKey: plan.privateKey },
  });
  return {
    async start() {
      const { subject, text, html } = plan;
      const one = (index: number) =>
        transport.sendMail({
          from: 'Gemeente Voorbeeld <info@gemeente-voorbeeld.example>',
          to: `burger${index}@burger.example`,
          subject,
          text,
          html,
        });
      await Promise.all(Array.from({ length: plan.count }, (_, index) => one(index).then(count)));
    },
    stop: async () => transport.close(),
  };
});

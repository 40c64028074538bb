import { Alert, Button, Heading2, Paragraph } from '@utrecht/component-library-react';
import type { Problem } from '../api/problem.ts';
import { useText } from '../text/text-context.tsx';
import { problemText } from './problem-text.ts';

interface Props {
  problem: Problem | null;
  retry?: () => void;
}

/** What went wrong, in plain words; what the API said of it stays a click away. */
export function ProblemNote({ problem, retry }: Props) {
  const { t } = useText();
  if (!problem) return null;
  return (
    <Alert type="error" role="alert">
      <Heading2 className="zp-note-title">{t('problem.title')}</Heading2>
      <Paragraph>{t(problemText(problem))}</Paragraph>
      {problem.detail ? (
        <details>
          <summary>{t('app.technical')}</summary>
          <Paragraph lang="en">
            {problem.detail} {problem.code ? <code>{problem.code}</code> : null}
          </Paragraph>
        </details>
      ) : null}
      {retry ? (
        <div>
          <Button appearance="secondary-action-button" onClick={retry}>
            {t('app.retry')}
          </Button>
        </div>
      ) : null}
    </Alert>
  );
}

import { Alert, Button, Heading1, Paragraph } from '@utrecht/component-library-react';
import { Component, type ReactNode } from 'react';
import { useText } from '../text/text-context.tsx';

interface Props {
  children: ReactNode;
}

/** A page that breaks, or whose script no longer exists after an upgrade, says so and leaves the menu standing. */
export class Fuse extends Component<Props, { blown: boolean }> {
  override state = { blown: false };

  static getDerivedStateFromError() {
    return { blown: true };
  }

  override render() {
    return this.state.blown ? <Blown /> : this.props.children;
  }
}

function Blown() {
  const { t } = useText();
  return (
    <Alert type="error" role="alert">
      <Heading1 className="zp-note-title">{t('app.broken')}</Heading1>
      <Paragraph>{t('app.brokenText')}</Paragraph>
      <div>
        <Button appearance="secondary-action-button" onClick={() => location.reload()}>
          {t('app.retry')}
        </Button>
      </div>
    </Alert>
  );
}

import { Button, Heading2, Paragraph } from '@utrecht/component-library-react';
import { useEffect, useRef } from 'react';
import { useText } from '../text/text-context.tsx';

interface Props {
  /** Where the bytes are; the API decides what may be shown in a page. */
  src: string;
  filename: string;
  contentType: string;
  close(): void;
}

/** As the API has it: everything else comes as a download. */
const SHOWN = ['application/pdf', 'image/png', 'image/jpeg', 'image/gif'];

/** How the browser's PDF viewer opens: page width, no side pane (RFC 8118, section 3). */
const FIT_WIDTH = '#view=FitH&navpanes=0';

/**
 * A document within the page. Its download stands above it: what is below a frame of another program is reached by the
 * keyboard through that program only, and by the mouse after scrolling.
 */
export function DocumentViewer({ src, filename, contentType, close }: Props) {
  const { t } = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const isShown = SHOWN.includes(contentType);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another document is another thing to read.
  useEffect(() => heading.current?.focus(), [src]);

  return (
    <section className="zp-viewer" aria-labelledby="viewer">
      <div className="zp-viewer-head">
        <Heading2 id="viewer" ref={heading} tabIndex={-1} className="zp-filename">
          {t('documents.opened', { filename })}
        </Heading2>
        <Button appearance="subtle-button" onClick={close}>
          {t('documents.close')}
        </Button>
      </div>
      <Paragraph className="zp-small">
        {isShown ? t('documents.fallback') : t('documents.onlyDownload')}{' '}
        <a className="utrecht-link utrecht-link--html-a" href={`${src}?download=1`} download={filename}>
          {t('documents.download', { filename })}
        </a>
      </Paragraph>
      {isShown && contentType === 'application/pdf' ? (
        <iframe className="zp-viewer-frame" src={`${src}${FIT_WIDTH}`} title={filename} />
      ) : null}
      {isShown && contentType !== 'application/pdf' ? (
        <img className="zp-viewer-image" src={src} alt={filename} />
      ) : null}
    </section>
  );
}

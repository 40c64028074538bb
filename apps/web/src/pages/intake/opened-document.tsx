import type { IntakeDocument } from '../../api/contract.ts';
import { DocumentViewer } from '../../elements/document-viewer.tsx';
import { Link } from '../../router/link.tsx';
import { ask } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';
import { HandleForm } from './handle-form.tsx';

interface Props {
  document: IntakeDocument;
  handled(what: string): void;
}

/** A file to read, and beside it what to do with it. */
export function OpenedDocument({ document, handled }: Props) {
  const { t } = useText();
  return (
    <div className="zp-columns">
      <div className="zp-column-main">
        <DocumentViewer
          src={`/api/v1/intake-documents/${document.id}/content`}
          filename={document.filename}
          contentType={document.contentType}
          close={() => ask('open', null)}
        />
      </div>
      <div className="zp-column-aside zp-sticky">
        {document.state === 'waiting' ? <HandleForm document={document} handled={handled} /> : null}
        <Link to={`/mails/${document.inboundMessageId}`}>{t('intake.mail')}</Link>
      </div>
    </div>
  );
}

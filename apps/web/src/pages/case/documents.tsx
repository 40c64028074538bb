import { Heading2 } from '@utrecht/component-library-react';
import type { CaseDocument } from '../../api/contract.ts';
import { DocumentViewer } from '../../elements/document-viewer.tsx';
import { Moment } from '../../elements/moment.tsx';
import { Empty } from '../../elements/notes.tsx';
import { size } from '../../format/size.ts';
import { ask, usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';

/** The documents of a case, and the one that is open beside them; which one is in the address. */
export function Documents({ documents }: { documents: CaseDocument[] }) {
  const { t, language } = useText();
  const opened = usePlace().search.get('open');
  const open = documents.find(({ id }) => id === opened);

  return (
    <section aria-labelledby="documents">
      <Heading2 id="documents">{t('case.documents')}</Heading2>
      {documents.length === 0 ? <Empty>{t('documents.empty')}</Empty> : null}
      <div className={open ? 'zp-documents zp-documents--open' : 'zp-documents'}>
        <ul className="zp-document-list">
          {documents.map(({ id, filename, role, contentType, size: bytes, createdAt }) => (
            <li key={id}>
              <button
                type="button"
                className="zp-document"
                aria-pressed={id === opened}
                onClick={() => ask('open', id === opened ? null : id)}
              >
                <span className="zp-filename">{filename}</span>
                <span className="zp-small">
                  {t(`document.${role}`)}, {size(bytes, language)}
                </span>
                <span className="zp-small">
                  <Moment at={createdAt} as="short" />
                  <span className="zp-hidden"> {contentType}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        {open ? (
          <DocumentViewer
            src={`/api/v1/documents/${open.id}/content`}
            filename={open.filename}
            contentType={open.contentType}
            close={() => ask('open', null)}
          />
        ) : null}
      </div>
    </section>
  );
}

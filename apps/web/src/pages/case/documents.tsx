import { Heading2 } from '@utrecht/component-library-react';
import type { CaseDocument } from '../../api/contract.ts';
import { TEN_SECONDS } from '../../api/refresh.ts';
import { useList } from '../../api/use-list.ts';
import { useLoad } from '../../api/use-load.ts';
import { DocumentViewer } from '../../elements/document-viewer.tsx';
import { List } from '../../elements/list.tsx';
import { Moment } from '../../elements/moment.tsx';
import { size } from '../../format/size.ts';
import { ask, usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';

/** The documents of a case, and the one that is open beside them; which one is in the address. */
export function Documents({ number }: { number: number }) {
  const { t } = useText();
  const opened = usePlace().search.get('open');
  const list = useList<CaseDocument>(`/cases/${number}/documents`, { every: TEN_SECONDS });
  const listed = list.items?.find(({ id }) => id === opened);
  // Also while it is listed: one that newer documents push from the first page stays open.
  const found = useLoad<CaseDocument & { caseNumber: number }>(
    opened === null ? null : `/documents/${encodeURIComponent(opened)}`,
  );
  const open = listed ?? (found.data?.caseNumber === number ? found.data : null);

  return (
    <section aria-labelledby="documents">
      <Heading2 id="documents">{t('case.documents')}</Heading2>
      <div className={open ? 'zp-documents zp-documents--open' : 'zp-documents'}>
        <div className="zp-column-aside">
          <List list={list} empty={t('documents.empty')}>
            {(documents) => <DocumentList documents={documents} opened={opened} />}
          </List>
        </div>
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

function DocumentList({ documents, opened }: { documents: CaseDocument[]; opened: string | null }) {
  const { t, language } = useText();
  return (
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
  );
}

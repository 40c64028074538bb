import { Button } from '@utrecht/component-library-react';
import type { ReactNode } from 'react';
import type { Listed } from '../api/use-list.ts';
import { useText } from '../text/text-context.tsx';
import { Content } from './content.tsx';
import { Empty } from './notes.tsx';

interface Props<Item> {
  list: Listed<Item>;
  empty: string;
  children(items: Item[]): ReactNode;
}

/** A list with its empty, loading and failed states, and a button for its next page. */
export function List<Item>({ list, empty, children }: Props<Item>) {
  const { t } = useText();
  return (
    <Content data={list.items} problem={list.problem} reload={list.reload}>
      {(items) => (
        <>
          {items.length === 0 ? <Empty>{empty}</Empty> : children(items)}
          {list.more ? (
            <div className="zp-more">
              <Button appearance="secondary-action-button" busy={list.loadingMore} onClick={list.more}>
                {t('app.more')}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Content>
  );
}

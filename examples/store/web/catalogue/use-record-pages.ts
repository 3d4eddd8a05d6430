import { client, type RecordPage } from "../client.ts";
import { createLivePages, type LiveList, type LivePages } from "../ui/live-pages.ts";
import { type LiveListing, useLivePages } from "../ui/use-live-pages.ts";
import type { Filters } from "./filters.ts";

type Input = Parameters<typeof client.records.list>[0];

/** The last list, so that going back to it shows it at once, as long as it was. */
let last: { readonly key: string; readonly pages: LivePages<RecordPage> } | undefined;

function reopen(list: LiveList<RecordPage, Input>, input: Input): LivePages<RecordPage> {
  const key = JSON.stringify(input);
  if (last?.key !== key) last = { key, pages: createLivePages(list, input) };
  return last.pages;
}

/** The records that meet the filters, page after page, as they are now. */
export function useRecordPages(region: string, filters: Filters): LiveListing<RecordPage> {
  const { search, ...others } = filters;
  const input = { region, ...others, ...(search !== "" && { search }) };
  return useLivePages<RecordPage, Input>(client.records.list, input, reopen);
}

import { useEffect, useRef, useState } from "react";
import { useQuery } from "servery/react";

import { client, type Heading } from "../client.ts";
import type { Filters, Sort } from "./filters.ts";
import { sorts } from "./filters.ts";

interface Properties {
  readonly filters: Filters;
  readonly onChange: (change: Partial<Filters>) => void;
}

/** Search, genre, artist, order: the dividers of the racks. */
export function FilterBar({ filters, onChange }: Properties) {
  const genres = useQuery(client.genres.list, {}).data?.items.toSorted(
    (a, b) => b.records - a.records,
  );
  const artists = useQuery(client.artists.list, {}).data?.items;
  return (
    <form
      role="search"
      aria-label="Records"
      className="filters"
      onSubmit={(event) => event.preventDefault()}
    >
      <div className="filters-row">
        <SearchField value={filters.search} onChange={(search) => onChange({ search })} />
        <label className="field">
          <span className="field-label">Artist</span>
          <select
            className="input"
            value={filters.artist ?? ""}
            onChange={({ currentTarget: { value } }) =>
              onChange({ artist: value === "" ? undefined : Number(value) })
            }
          >
            <option value="">All artists</option>
            {artists?.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span className="field-label">Order</span>
          <select
            className="input"
            value={filters.sort}
            onChange={({ currentTarget: { value } }) => onChange({ sort: value as Sort })}
          >
            {Object.entries(sorts).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={filters.inStock}
            onChange={({ currentTarget: { checked } }) => onChange({ inStock: checked })}
          />
          In stock only
        </label>
      </div>
      <GenreTabs genres={genres} chosen={filters.genre} onChoose={(genre) => onChange({ genre })} />
    </form>
  );
}

interface SearchProperties {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** What is typed is looked for when the typing rests. */
function SearchField({ value, onChange }: SearchProperties) {
  // What is typed over the value in the address, until that is another one.
  const [draft, setDraft] = useState({ over: value, text: value });
  const typed = draft.over === value ? draft.text : value;
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => latest.current(typed), 250);
    return () => clearTimeout(timer);
  }, [typed, value]);
  return (
    <label className="field">
      <span className="field-label">Search</span>
      <input
        className="input"
        type="search"
        maxLength={100}
        placeholder="Title or artist"
        value={typed}
        onChange={({ currentTarget }) => setDraft({ over: value, text: currentTarget.value })}
        autoComplete="off"
        enterKeyHint="search"
      />
    </label>
  );
}

interface TabsProperties {
  readonly genres: readonly Heading[] | undefined;
  readonly chosen: number | undefined;
  readonly onChoose: (genre: number | undefined) => void;
}

function GenreTabs({ genres, chosen, onChoose }: TabsProperties) {
  return (
    <div className="tabs" role="group" aria-label="Genre">
      <button
        type="button"
        className="tab"
        aria-pressed={chosen === undefined}
        onClick={() => onChoose(undefined)}
      >
        All
      </button>
      {genres?.map(({ id, name, records }) => (
        <button
          key={id}
          type="button"
          className="tab"
          aria-pressed={chosen === id}
          onClick={() => onChoose(chosen === id ? undefined : id)}
        >
          {name} <small aria-label={`${records} records`}>{records}</small>
        </button>
      ))}
    </div>
  );
}

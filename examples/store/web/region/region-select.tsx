import { useQuery } from "servery/react";

import { client } from "../client.ts";
import { announce } from "../ui/announcer.tsx";
import { chooseRegion, useRegion } from "./use-region.ts";

/** Where records are to be sent, and so what they cost. */
export function RegionSelect() {
  const code = useRegion();
  const { data } = useQuery(client.regions.list, {});
  const regions = data?.items ?? [];
  const chosen = regions.find((region) => region.code === code);
  return (
    <label className="region">
      <span className="region-label">Ship to</span>
      <span className="region-short" aria-hidden="true">
        {code.toUpperCase()} · {chosen?.currency ?? "…"}
      </span>
      <select
        value={code}
        onChange={(event) => {
          const { value } = event.currentTarget;
          chooseRegion(value);
          announce(`Prices for ${regions.find((region) => region.code === value)?.name ?? value}`);
        }}
      >
        {chosen === undefined ? <option value={code}>{code.toUpperCase()}</option> : null}
        {regions.map((region) => (
          <option key={region.code} value={region.code}>
            {region.name} ({region.currency})
          </option>
        ))}
      </select>
    </label>
  );
}

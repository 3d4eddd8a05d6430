import { listProviders, type Provider } from "./provider.ts";

/** Weather, money, places and other data of others. */
export const readings: readonly Provider[] = [
  ...listProviders(
    "data",
    "none",
    `
Open-Meteo; open-meteo.com; openmeteo; https://open-meteo.com/en/docs
MET Norway; api.met.no; ; https://docs.api.met.no/doc/WebClients.html
US Weather Service; api.weather.gov
Bright Sky; api.brightsky.dev
JSONPlaceholder; jsonplaceholder.typicode.com
DummyJSON; dummyjson.com
REST Countries; restcountries.com
PokéAPI; pokeapi.co
Frankfurter; api.frankfurter.app api.frankfurter.dev
Wikipedia; wikipedia.org wikimedia.org wikidata.org
Open Library; openlibrary.org
Hacker News; hacker-news.firebaseio.com hn.algolia.com
jsDelivr; cdn.jsdelivr.net data.jsdelivr.com
unpkg; unpkg.com
cdnjs; cdnjs.cloudflare.com
esm.sh; esm.sh
GitHub raw files; raw.githubusercontent.com
`,
  ),
  // Free keys that only count: a warning, and no error.
  ...listProviders(
    "data",
    "by form",
    `
TMDB; api.themoviedb.org
OMDb; omdbapi.com
NASA; api.nasa.gov
IPinfo; ipinfo.io
ExchangeRate-API; v6.exchangerate-api.com
Giphy; api.giphy.com; @giphy/js-fetch-api; https://developers.giphy.com/docs/sdk
Contentful; cdn.contentful.com preview.contentful.com; contentful
Sanity; sanity.io; @sanity/client next-sanity
Storyblok; api.storyblok.com; storyblok-js-client @storyblok/react
Shopify Storefront; myshopify.com/api; @shopify/storefront-api-client
Microsoft Graph; graph.microsoft.com; @microsoft/microsoft-graph-client
`,
  ),
  ...listProviders(
    "data",
    "secret",
    `
OpenWeather; openweathermap.org; openweathermap-ts openweather-api-node
WeatherAPI; api.weatherapi.com
Tomorrow.io; api.tomorrow.io
AccuWeather; dataservice.accuweather.com
Visual Crossing; weather.visualcrossing.com
Weatherbit; api.weatherbit.io
Weatherstack; api.weatherstack.com
Pirate Weather; api.pirateweather.net
meteoblue; my.meteoblue.com
RapidAPI; rapidapi.com
Alpha Vantage; alphavantage.co
Finnhub; finnhub.io; finnhub
Polygon; api.polygon.io; @polygon.io/client-js
CoinMarketCap; pro-api.coinmarketcap.com
Spoonacular; api.spoonacular.com
Unsplash; api.unsplash.com; unsplash-js; https://help.unsplash.com/en/articles/2511245-unsplash-api-guidelines
Pexels; api.pexels.com; pexels
Yelp; api.yelp.com; yelp-fusion
Steam; api.steampowered.com
Shopify Admin; myshopify.com/admin; @shopify/admin-api-client @shopify/shopify-api
Contentful Management; api.contentful.com; contentful-management
Salesforce; my.salesforce.com; jsforce
`,
  ),
  ...listProviders(
    "data",
    "secret",
    `
NewsAPI; newsapi.org; newsapi; https://newsapi.org/pricing
Yahoo Finance; query1.finance.yahoo.com query2.finance.yahoo.com; yahoo-finance2; https://github.com/gadicc/yahoo-finance2
IGDB; api.igdb.com; ; https://api-docs.igdb.com
Notion; api.notion.com; @notionhq/client; https://github.com/makenotion/notion-sdk-js/issues/96
HubSpot; api.hubapi.com; @hubspot/api-client; https://developers.hubspot.com/docs/faq/do-hubspot-apis-support-ajax-request
`,
    { refusesBrowsers: true },
  ),
  ...listProviders(
    "proxy",
    "none",
    "CORS proxies; corsproxy.io allorigins.win cors-anywhere.herokuapp.com thingproxy.freeboard.io api.codetabs.com/v1/proxy cors.sh cors.lol",
  ),
  ...listProviders(
    "maps",
    "by form",
    "Google Places; maps.googleapis.com/maps/api/place maps.googleapis.com/maps/api/directions maps.googleapis.com/maps/api/distancematrix; ; https://developers.google.com/maps/documentation/places/web-service",
    { refusesBrowsers: true },
  ),
];

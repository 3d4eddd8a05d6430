import { listProviders, type Provider } from "./provider.ts";

/** Weather, money, places and other data of others. */
export const readings: readonly Provider[] = [
  ...listProviders(
    "data",
    "none",
    `
Open-Meteo; api.open-meteo.com open-meteo.com; openmeteo
JSONPlaceholder; jsonplaceholder.typicode.com
DummyJSON; dummyjson.com
REST Countries; restcountries.com
PokéAPI; pokeapi.co
Frankfurter; api.frankfurter.app api.frankfurter.dev
Wikipedia; wikipedia.org wikimedia.org wikidata.org
Open Library; openlibrary.org
Hacker News; hacker-news.firebaseio.com hn.algolia.com
US Weather Service; api.weather.gov
jsDelivr; cdn.jsdelivr.net data.jsdelivr.com
unpkg; unpkg.com
cdnjs; cdnjs.cloudflare.com
esm.sh; esm.sh
GitHub raw files; raw.githubusercontent.com
`,
  ),
  ...listProviders(
    "data",
    "secret",
    `
OpenWeather; api.openweathermap.org openweathermap.org; openweathermap-ts openweather-api-node
WeatherAPI; api.weatherapi.com
Tomorrow.io; api.tomorrow.io
AccuWeather; dataservice.accuweather.com
Visual Crossing; weather.visualcrossing.com
Weatherbit; api.weatherbit.io
RapidAPI; rapidapi.com
TMDB; api.themoviedb.org
OMDb; www.omdbapi.com omdbapi.com
Alpha Vantage; www.alphavantage.co
Finnhub; finnhub.io; finnhub
Polygon; api.polygon.io; @polygon.io/client-js
ExchangeRate-API; v6.exchangerate-api.com
Spoonacular; api.spoonacular.com
NASA; api.nasa.gov
IPinfo; ipinfo.io
Giphy; api.giphy.com
Unsplash; api.unsplash.com; unsplash-js
Pexels; api.pexels.com; pexels
`,
  ),
  ...listProviders(
    "data",
    "secret",
    `
NewsAPI; newsapi.org; newsapi
Yelp; api.yelp.com; yelp-fusion
Yahoo Finance; query1.finance.yahoo.com query2.finance.yahoo.com; yahoo-finance2
IGDB; api.igdb.com
Notion; api.notion.com; @notionhq/client
CoinMarketCap; pro-api.coinmarketcap.com
Steam; api.steampowered.com
HubSpot; api.hubapi.com; @hubspot/api-client
Shopify Admin; ; @shopify/admin-api-client @shopify/shopify-api
Salesforce; my.salesforce.com; jsforce
Google Places; maps.googleapis.com/maps/api/place maps.googleapis.com/maps/api/directions maps.googleapis.com/maps/api/distancematrix
`,
    { refusesBrowsers: true },
  ),
];

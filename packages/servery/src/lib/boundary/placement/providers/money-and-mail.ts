import { listProviders, type Provider } from "./provider.ts";

/** Payments: what is for servers, and what is made for pages. */
export const payments: readonly Provider[] = [
  ...listProviders(
    "payment",
    "public",
    `
Stripe.js; js.stripe.com; @stripe/stripe-js @stripe/react-stripe-js
PayPal buttons; ; @paypal/paypal-js @paypal/react-paypal-js
Braintree drop-in; ; braintree-web braintree-web-drop-in
Square payments; ; @square/web-sdk react-square-web-payments-sdk
Adyen drop-in; ; @adyen/adyen-web
Paddle.js; cdn.paddle.com; @paddle/paddle-js
`,
  ),
  ...listProviders(
    "payment",
    "secret",
    `
Stripe; api.stripe.com; stripe
PayPal; api-m.paypal.com api-m.sandbox.paypal.com api.paypal.com; @paypal/paypal-server-sdk @paypal/checkout-server-sdk
Braintree; payments.braintree-api.com api.braintreegateway.com; braintree
Paddle; api.paddle.com; @paddle/paddle-node-sdk
Lemon Squeezy; api.lemonsqueezy.com; @lemonsqueezy/lemonsqueezy.js
Razorpay; api.razorpay.com; razorpay
`,
  ),
  ...listProviders(
    "payment",
    "secret",
    `
Square; connect.squareup.com connect.squareupsandbox.com; square
Adyen; checkout-test.adyen.com adyenpayments.com; @adyen/api-library
Mollie; api.mollie.com; @mollie/api-client
Plaid; production.plaid.com sandbox.plaid.com; plaid
`,
    { refusesBrowsers: true },
  ),
];

/** Mails and messages to people. */
export const messengers: readonly Provider[] = [
  ...listProviders(
    "messages",
    "public",
    `
EmailJS; api.emailjs.com; @emailjs/browser emailjs-com
Formspree; formspree.io; @formspree/react
Web3Forms; api.web3forms.com
`,
  ),
  ...listProviders(
    "messages",
    "secret",
    `
Amazon SES; ; @aws-sdk/client-ses @aws-sdk/client-sesv2
Mailjet; api.mailjet.com; node-mailjet
Loops; app.loops.so; loops
SMTP; ; nodemailer
Vonage; rest.nexmo.com api.nexmo.com; @vonage/server-sdk
Slack; slack.com hooks.slack.com; @slack/web-api @slack/webhook
Discord; discord.com/api discordapp.com/api; discord.js
Telegram; api.telegram.org; node-telegram-bot-api
OneSignal; onesignal.com/api api.onesignal.com
`,
  ),
  ...listProviders(
    "messages",
    "secret",
    `
Resend; api.resend.com; resend
SendGrid; api.sendgrid.com; @sendgrid/mail
Postmark; api.postmarkapp.com; postmark
Mailgun; api.mailgun.net api.eu.mailgun.net; mailgun.js mailgun-js
Brevo; api.brevo.com api.sendinblue.com; @getbrevo/brevo
Mailchimp; api.mailchimp.com mandrillapp.com; @mailchimp/mailchimp_marketing @mailchimp/mailchimp_transactional
Twilio; api.twilio.com; twilio
`,
    { refusesBrowsers: true },
  ),
];

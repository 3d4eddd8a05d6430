import { listProviders, type Provider } from "./provider.ts";

/** Payments: what is for servers, and what is made for pages. */
export const payments: readonly Provider[] = [
  ...listProviders(
    "payment",
    "public",
    `
Stripe.js; js.stripe.com; @stripe/stripe-js @stripe/react-stripe-js; https://docs.stripe.com/keys
PayPal buttons; paypal.com/sdk; @paypal/paypal-js @paypal/react-paypal-js
Braintree drop-in; js.braintreegateway.com; braintree-web braintree-web-drop-in
Square payments; web.squarecdn.com sandbox.web.squarecdn.com; @square/web-sdk react-square-web-payments-sdk
Adyen drop-in; checkoutshopper-live.adyen.com checkoutshopper-test.adyen.com; @adyen/adyen-web
Mollie components; js.mollie.com
Plaid Link; cdn.plaid.com; react-plaid-link
Razorpay checkout; checkout.razorpay.com
Paddle.js; cdn.paddle.com; @paddle/paddle-js
`,
  ),
  ...listProviders(
    "payment",
    "secret",
    `
Stripe; api.stripe.com; stripe; https://docs.stripe.com/keys
PayPal; api-m.paypal.com api-m.sandbox.paypal.com api.paypal.com; @paypal/paypal-server-sdk @paypal/checkout-server-sdk
Braintree; payments.braintree-api.com api.braintreegateway.com; braintree
Paddle; api.paddle.com; @paddle/paddle-node-sdk
Lemon Squeezy; api.lemonsqueezy.com; @lemonsqueezy/lemonsqueezy.js
Razorpay; api.razorpay.com; razorpay
Square; connect.squareup.com connect.squareupsandbox.com; square
Adyen; checkout-test.adyen.com adyenpayments.com; @adyen/api-library
Mollie; api.mollie.com; @mollie/api-client; https://github.com/mollie/mollie-api-node
Plaid; production.plaid.com sandbox.plaid.com; plaid
Klarna; api.klarna.com api.playground.klarna.com
`,
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
Resend; api.resend.com; resend
Mailgun; api.mailgun.net api.eu.mailgun.net; mailgun.js mailgun-js
Mailjet; api.mailjet.com; node-mailjet
MailerSend; api.mailersend.com; mailersend
Brevo; api.brevo.com api.sendinblue.com; @getbrevo/brevo
Mailchimp; api.mailchimp.com mandrillapp.com; @mailchimp/mailchimp_marketing @mailchimp/mailchimp_transactional
Loops; app.loops.so; loops
SMTP; ; nodemailer
Twilio; api.twilio.com; twilio; https://github.com/twilio/twilio-node
Vonage; rest.nexmo.com api.nexmo.com; @vonage/server-sdk
MessageBird; rest.messagebird.com; messagebird
Slack; slack.com hooks.slack.com; @slack/web-api @slack/webhook
Discord; discord.com/api discordapp.com/api; discord.js
Telegram; api.telegram.org; node-telegram-bot-api telegraf grammy
OneSignal; onesignal.com/api api.onesignal.com
Firebase Cloud Messaging; fcm.googleapis.com
`,
  ),
  ...listProviders(
    "messages",
    "secret",
    `
SendGrid; api.sendgrid.com; @sendgrid/mail @sendgrid/client; https://www.twilio.com/docs/sendgrid/for-developers/sending-email/cors
Postmark; api.postmarkapp.com; postmark; https://postmarkapp.com/support/article/1179-what-does-a-cors-error-mean
`,
    { refusesBrowsers: true },
  ),
];

<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

use Cartwright\Checkout\Exceptions\InvalidPaymentException;
use LogicException;
use SensitiveParameter;

/**
 * A gateway without a bank, for local use and for tests: whoever knows the secret says what was paid. Its messages have
 * `orderId`, `amount`, `currency`, `reference`, `status` (`paid` or `failed`) and `signature`, the HMAC-SHA256 of the five.
 */
final readonly class HmacGateway implements PaymentGateway
{
    /** In bytes; a shorter one can be guessed. */
    private const SHORTEST_SECRET = 16;

    public function __construct(#[SensitiveParameter] private string $secret)
    {
        if (strlen($secret) < self::SHORTEST_SECRET) {
            throw new LogicException(
                'The secret of payments is missing or shorter than 16 bytes; set RESERVATIONS_PAYMENT_SECRET',
            );
        }
    }

    public function name(): string
    {
        return 'hmac';
    }

    public function options(Order $order): array
    {
        return [
            'gateway' => $this->name(),
            'orderId' => $order->id,
            'amount' => $order->amount,
            'currency' => $order->currency,
            'expiresAt' => $order->expires_at->toIso8601ZuluString(),
        ];
    }

    public function verify(array $message): PaymentNotice
    {
        $texts = [];

        foreach (['orderId', 'currency', 'reference', 'status', 'signature'] as $name) {
            $texts[$name] = $message[$name] ?? null;

            if (! is_string($texts[$name]) || preg_match('/^.+$/su', $texts[$name]) !== 1) {
                throw new InvalidPaymentException("The payment has no {$name}");
            }
        }

        $amount = $message['amount'] ?? null;

        // Forms send numbers as text.
        if (! is_int($amount) && ! (is_string($amount) && ctype_digit($amount) && (string) (int) $amount === $amount)) {
            throw new InvalidPaymentException('The amount of the payment is no whole number');
        }

        $notice = new PaymentNotice(
            $texts['orderId'],
            (int) $amount,
            $texts['currency'],
            $texts['reference'],
            $texts['status'] === 'paid',
        );

        if (
            ! in_array($texts['status'], ['paid', 'failed'], true)
            || ! hash_equals($this->sign($notice), $texts['signature'])
        ) {
            throw new InvalidPaymentException('The signature of the payment does not fit');
        }

        return $notice;
    }

    /**
     * What the bank would send.
     *
     * @return array<string, mixed>
     */
    public function message(PaymentNotice $notice): array
    {
        return [
            'orderId' => $notice->orderId,
            'amount' => $notice->amount,
            'currency' => $notice->currency,
            'reference' => $notice->reference,
            'status' => $notice->succeeded ? 'paid' : 'failed',
            'signature' => $this->sign($notice),
        ];
    }

    private function sign(PaymentNotice $notice): string
    {
        // As JSON, so that no two messages have one text: a separator could stand in a value.
        $signed = json_encode(
            [$notice->orderId, $notice->amount, $notice->currency, $notice->reference, $notice->succeeded],
            JSON_THROW_ON_ERROR,
        );

        return hash_hmac('sha256', $signed, $this->secret);
    }
}

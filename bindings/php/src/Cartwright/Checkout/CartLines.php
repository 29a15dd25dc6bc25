<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

use Cartwright\Checkout\Exceptions\NothingToOrderException;
use Cartwright\Checkout\Exceptions\NothingToPayException;
use Cartwright\Laravel\Settings;
use Cartwright\Money\CartMoney;
use Cartwright\Reservations\Line;
use Illuminate\Contracts\Container\Container;
use MasyukAI\Cart\Cart;

/**
 * What a cart comes to for an order: its lines, and its total in the smallest unit of the currency.
 *
 * @internal
 */
final readonly class CartLines
{
    /**
     * @param list<Line> $lines
     * @param list<array{sku: string, kind: string, vendor: string, quantity: int}> $items the same as an order remembers them
     */
    private function __construct(public array $lines, public array $items, public int $amount, public string $currency)
    {
    }

    /**
     * @throws NothingToOrderException|NothingToPayException
     */
    public static function of(Container $app, Cart $cart): self
    {
        $settings = Settings::of($app);
        $lines = $app->make(ReservedLines::class)->of($cart);

        if ($lines === []) {
            throw new NothingToOrderException('There is nothing to order');
        }

        // Carts count in the smallest unit already; a percentage leaves a fraction of it, which nobody can pay.
        $amount = (int) round($cart->getRawTotal());

        if ($amount < 0 || ($amount === 0 && ! $settings->switch('reservations.checkout.free', false))) {
            throw new NothingToPayException('The order comes to nothing that could be paid');
        }

        [$vendor, $kind] = [$settings->text('reservations.vendor', 'shop'), $settings->text('reservations.kind', 'item')];

        return new self(
            $lines,
            array_map(static fn (Line $line): array => [
                'sku' => $line->sku,
                'kind' => $line->kind ?? $kind,
                'vendor' => $line->vendor ?? $vendor,
                'quantity' => $line->quantity,
            ], $lines),
            $amount,
            strtoupper(CartMoney::currency()),
        );
    }
}

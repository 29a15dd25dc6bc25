<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

use Cartwright\Laravel\Settings;
use Cartwright\Money\CartMoney;
use Cartwright\Reservations\Line;
use Illuminate\Contracts\Container\Container;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Models\CartItem;

/**
 * What a cart comes to for an order: its lines, and its total in the smallest unit of the currency. An item's attributes
 * `kind` and `vendor` are those of its key.
 *
 * @internal
 */
final readonly class CartLines
{
    /**
     * @param list<Line> $lines
     */
    private function __construct(public array $lines, public int $amount, public string $currency)
    {
    }

    public static function of(Container $app, Cart $cart): self
    {
        $settings = Settings::of($app);
        $line = static fn (CartItem $item): Line => new Line(
            $item->id,
            $item->quantity,
            (string) $item->getAttribute('kind', $settings->text('reservations.kind', 'item')),
            (string) $item->getAttribute('vendor', $settings->text('reservations.vendor', 'shop')),
            rule: $settings->text('reservations.checkout.rule', 'tracked_or_exclusive'),
        );

        return new self(
            array_values($cart->getItems()->map($line)->all()),
            // Carts count in the smallest unit already; a percentage leaves a fraction of it, which nobody can pay.
            (int) round($cart->getRawTotal()),
            strtoupper(CartMoney::currency()),
        );
    }

    /**
     * @return list<array{sku: string, kind: string|null, vendor: string|null, quantity: int}>
     */
    public function items(): array
    {
        return array_map(static fn (Line $line): array => [
            'sku' => $line->sku,
            'kind' => $line->kind,
            'vendor' => $line->vendor,
            'quantity' => $line->quantity,
        ], $this->lines);
    }
}

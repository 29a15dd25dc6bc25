<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

use Cartwright\Laravel\Settings;
use Cartwright\Reservations\Line;
use Illuminate\Contracts\Container\Container;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Models\CartItem;

/**
 * Reserves each item of a cart by its id. Its kind goes by the model that the application has associated with it; nothing goes by
 * attributes, which in many shops come with the request.
 */
class ItemLines implements ReservedLines
{
    public function __construct(private readonly Container $app)
    {
    }

    /**
     * A line for each item.
     *
     * @return list<Line>
     */
    public function of(Cart $cart): array
    {
        return array_values($cart->getItems()->map($this->line(...))->all());
    }

    /**
     * The line of an item.
     */
    protected function line(CartItem $item): Line
    {
        $settings = Settings::of($this->app);

        return new Line(
            $item->id,
            $item->quantity,
            $this->kind($item) ?? $settings->text('reservations.kind', 'item'),
            $settings->text('reservations.vendor', 'shop'),
            rule: $settings->text('reservations.checkout.rule', 'tracked_or_exclusive'),
        );
    }

    private function kind(CartItem $item): ?string
    {
        foreach ((array) $this->app->make('config')->get('reservations.checkout.kinds', []) as $model => $kind) {
            if ($item->isAssociatedWith($model)) {
                return $kind;
            }
        }

        return null;
    }
}

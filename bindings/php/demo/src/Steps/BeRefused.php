<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Cartwright\Exceptions\CorruptCartException;
use Illuminate\Support\Facades\DB;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;

/**
 * What is wrong is refused with a sentence, and changes nothing.
 */
final class BeRefused implements Step
{
    public function play(Stage $stage): void
    {
        $this->tooMany($stage);
        $this->corruptRow($stage);
    }

    private function tooMany(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $cart = $stage->cart;
        $narrator->chapter('Refusals');
        $narrator->tell('Somebody\'s keyboard got stuck: three boxes of filters are in the cart, and 9,998 more are ordered.');

        $before = $stage->row();
        $refusal = $narrator->refusal(
            fn () => $cart->add('filters', 'Paper filters, 1000', 6, 9998),
            InvalidCartItemException::class,
        );
        $narrator->claim(
            $refusal->getMessage() === 'Cart item quantity cannot exceed 10000',
            'The limit is that of config/cart.php, and the sum of both orders is beyond it.',
            $refusal->getMessage(),
        );
        $narrator->claim(
            $stage->row() === $before && $cart->get('filters')?->quantity === 3,
            'Nothing has changed: neither the row, nor what the cart shows.',
        );
    }

    private function corruptRow(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $stage->shop->cart('bistro')->add('grinder', 'Hand grinder', '$89');
        $narrator->tell('And a script has damaged the row of another customer:');
        $narrator->call(
            fn () => DB::update("update carts set items = substr(items, 1, 40) where identifier = 'bistro'"),
        );

        $before = $stage->row('bistro');
        $cart = $stage->shop->cart('bistro');
        $narrator->refusal(fn () => $cart->total(), CorruptCartException::class);
        $narrator->refusal(fn () => $cart->add('kettle', 'Gooseneck kettle', 64), CorruptCartException::class);
        $narrator->claim(
            $stage->row('bistro') === $before,
            'The damaged row is as it was found, so that somebody can mend it.',
        );
        $narrator->tell(
            'The original logs a line, takes the cart for empty, and the next add() stores over what was left of it.',
        );
    }
}

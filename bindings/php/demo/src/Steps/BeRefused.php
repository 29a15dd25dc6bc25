<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Cartwright\Exceptions\CorruptCartException;
use Illuminate\Support\Facades\DB;

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
        $narrator->chapter('Refusals');
        $narrator->tell('Somebody\'s keyboard got stuck: 9,998 more boxes of filters are ordered.');

        $before = $stage->row();
        $order = ['product' => 'filters', 'quantity' => 9998];
        $refused = $narrator->visit($stage->laptop->submit('POST', '/cart', $order));
        $narrator->claim(
            $refused->page->refusals() === ['Cart item quantity cannot exceed 10000'],
            'The limit is that of config/cart.php, and the sum of both orders is beyond it.',
            $refused->answer(),
        );
        $narrator->claim(
            $stage->row() === $before && $refused->events === [],
            'Nothing has changed, and nobody was told of anything.',
        );
        $coupon = $narrator->visit($stage->laptop->submit('POST', '/coupons', ['code' => 'FREE']));
        $narrator->claim($coupon->page->refusals() === ['There is no coupon FREE.'], 'A coupon has to exist.');
    }

    private function corruptRow(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $bob = $stage->browser('till 1');
        $bob->submit('POST', '/login', ['email' => 'bob@example.com', 'password' => 'secret']);
        $narrator->tell('And a script has damaged the row of another customer:');
        $narrator->call(
            fn () => DB::update("update carts set items = substr(items, 1, 40) where identifier = '2'"),
        );

        $before = $stage->row(Stage::BOB);
        $cart = $stage->cart(Stage::BOB);
        $narrator->refusal(fn () => $cart->total(), CorruptCartException::class);
        $refused = $narrator->visit($bob->submit('POST', '/cart', ['product' => 'cups', 'quantity' => 1]));
        $narrator->claim($refused->page->status === 503, 'Bob reads that his cart cannot be read.', $refused->answer());
        $narrator->claim(
            $stage->row(Stage::BOB) === $before,
            'The damaged row is as it was found, so that somebody can mend it.',
        );
        $narrator->tell(
            'The original logs a line, takes the cart for empty, and the next add() stores over what was left of it.',
        );
    }
}

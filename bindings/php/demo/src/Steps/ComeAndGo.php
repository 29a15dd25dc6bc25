<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

/**
 * A coupon whose rule holds, and does not, and holds.
 */
final class ComeAndGo implements Step
{
    private const LINE = 'From five pieces on −3%';

    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $laptop = $stage->laptop;
        $narrator->chapter('A coupon with a rule');
        $narrator->tell(
            'The next coupon counts from five pieces on. Its rule, [["min_quantity" => 5]], is no closure: it is stored'
            . ' with the cart, and the engine judges it in the step that changes an item.',
        );

        $page = $narrator->visit($laptop->submit('POST', '/coupons', ['code' => 'FIVE']))->page;
        $narrator->claim(isset($page->summary()[self::LINE]), 'Six pieces are in the cart: 3 % are off.');

        $less = $narrator->visit($laptop->submit('PATCH', '/cart/filters', ['quantity' => 1]));
        $narrator->claim(
            ! isset($less->page->summary()[self::LINE]) && in_array('CartConditionRemoved', $less->events, true),
            'Four pieces: the discount is gone, and a listener was told. The shop has no code for that.',
        );

        $page = $narrator->visit($laptop->submit('PATCH', '/cart/filters', ['quantity' => 3]))->page;
        $narrator->claim(isset($page->summary()[self::LINE]), 'Six again, and it is back.');

        $page = $narrator->visit($laptop->submit('DELETE', '/coupons/FIVE'))->page;
        $narrator->claim($page->summary()['Total'] === '$410.63', 'Taken off, the total is what it was: $410.63.');
    }
}

<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Illuminate\Support\Facades\DB;
use RuntimeException;

/**
 * Inside the application's own transaction.
 */
final class RollBack implements Step
{
    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $cart = $stage->cart;
        $narrator->chapter('Inside your own transaction');
        $narrator->tell(
            'A cart call inside DB::transaction() is part of it, like any other statement. Here an order is written, a'
            . ' gift is put into the cart, and then the card is declined.',
        );

        $before = $stage->row();
        $items = $cart->countItems();
        $inside = null;
        $narrator->refusal(
            function () use ($cart, &$inside): void {
                DB::transaction(function () use ($cart, &$inside): void {
                    DB::table('orders')->insert(['customer' => 'cafe-lune']);
                    $cart->add('gift', 'A bag of our best', 0);
                    $inside = $cart->countItems();

                    throw new RuntimeException('The card was declined');
                });
            },
            RuntimeException::class,
        );

        $narrator->claim(
            $narrator->lastStatements()[1]->rows === 0 && $narrator->lastStatements()[2]->rows === 1,
            'The UPDATE of no row takes SQLite\'s write lock, so that nobody can come between our read and our write.',
        );
        $narrator->claim($inside === $items + 1, "Inside the transaction the cart had {$inside} items.");
        $narrator->claim(DB::table('orders')->count() === 0, 'There is no order.');
        $narrator->claim($stage->row() === $before, 'The row is, byte for byte, what it was before.');

        $narrator->tell(
            'The same Cart object had seen the gift. It does not believe its own memory of a transaction, and asks again:',
        );
        $has = $narrator->call(fn () => $cart->has('gift'));
        $narrator->claim(
            $has === false && $cart->countItems() === $items,
            "No gift, {$items} items: what the database says.",
        );
        $narrator->tell(
            'The events were fired when the calls were made, inside the transaction; the rollback came later.',
        );
    }
}

<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use App\Models\Order;
use Illuminate\Support\Facades\DB;
use MasyukAI\Cart\Cart;
use RuntimeException;

/**
 * Inside the application's own transaction.
 */
final class RollBack implements Step
{
    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $cart = $stage->cart();
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
                    Order::create(['customer' => '1', 'name' => 'Ann', 'address' => '', 'total' => 0, 'content' => []]);
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
        $narrator->claim(Order::count() === 0, 'There is no order.');
        $narrator->claim($stage->row() === $before, 'The row is, byte for byte, what it was before.');
        $narrator->claim(
            ! $stage->shop->journalHas('A bag of our best'),
            'What the shop\'s listener had written into its journal about the gift went the same way.',
        );

        $this->giveTheVersionAgain($stage, $cart, $before['version'] + 1, $items);
    }

    private function giveTheVersionAgain(Stage $stage, Cart $cart, int $version, int $items): void
    {
        $narrator = $stage->narrator;
        $narrator->tell(
            "Now the trap. This Cart object has seen version {$version}, with the gift. The rollback has freed"
            . ' the number, and Ann\'s next change on the tablet takes it:',
        );
        $narrator->visit($stage->tablet->submit('PATCH', '/cart/tamper', ['quantity' => 2]));
        $narrator->claim(
            $stage->row()['version'] === $version,
            "The row is at version {$version} again, with other contents.",
        );

        $has = $narrator->call(fn () => $cart->has('gift'));
        $tamper = $narrator->call(fn () => $cart->get('tamper'));
        $narrator->claim(
            $has === false && $tamper?->quantity === 2 && $cart->countItems() === $items,
            'No gift, two tampers: the Cart did not believe its own memory of a transaction, and read the row.',
        );
        $narrator->tell(
            'The events of the gift were fired when add() was called, inside the transaction; the rollback came later.',
        );
    }
}

<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

/**
 * Another process changes the cart between our read and our write.
 */
final class MeetAConflict implements Step
{
    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $cart = $stage->cart();
        $narrator->chapter('Somebody else is faster');
        $narrator->tell(
            'Ann is on the telephone with the shop. The shop has her cart before it, in this process: the engine now'
            . ' holds the cart as it was read.',
        );
        $items = $narrator->call(fn () => $cart->countItems());
        $version = $stage->row()['version'];

        $narrator->tell('While they speak, she puts cups into it on the tablet: another process, the same cart.');
        $narrator->visit($stage->tablet->submit('POST', '/cart', ['product' => 'cups', 'quantity' => 1]));

        $narrator->tell('Now the shop adds the sack of beans that she has asked for. What it holds is out of date:');
        $beans = $narrator->call(fn () => $cart->update('beans', ['quantity' => 1]));
        [$tried] = $narrator->lastStatements();

        $narrator->claim(
            $tried->rows === 0,
            "The first UPDATE was made for version {$version} and changed no row: nothing was overwritten.",
        );
        $narrator->claim(
            $stage->row()['version'] === $version + 2,
            'The change, "one more", was then applied to what the tablet had stored, in a transaction that queued for'
            . ' the write.',
        );
        $narrator->call(fn () => $cart->getItems());
        $narrator->claim(
            $beans?->quantity === 3 && $cart->get('beans')?->quantity === 3 && $cart->get('cups')?->quantity === 1
                && $cart->countItems() === $items + 1,
            'Both changes are there: three sacks of beans, and the cups.',
        );
        $narrator->tell(
            'The original compares the version that it reads inside its own write, so it would have stored its old copy'
            . ' of the cart over the tablet\'s, and the cups would be gone without a word.',
        );
    }
}

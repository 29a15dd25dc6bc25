<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Cartwright\Demo\Processes\OtherProcess;
use Cartwright\Demo\Watch\SeenEvent;

/**
 * Another process changes the cart between our read and our write.
 */
final class MeetAConflict implements Step
{
    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $cart = $stage->cart;
        $narrator->chapter('Somebody else is faster');
        $narrator->tell(
            'The owner looks at the cart on the laptop. That is this process: the engine now holds the cart as it was read.',
        );
        $items = $narrator->call(fn () => $cart->countItems());
        $version = $stage->row()['version'];

        $narrator->tell('Meanwhile the barista adds something on the tablet: a second PHP process, on the same cart.');
        $tablet = (new OtherProcess('tablet', $stage->directory, Stage::CUSTOMER))->begin()->answer();
        $narrator->code('there', $tablet['php']);
        $narrator->show('gives', $tablet['result']);

        foreach ($tablet['events'] as $event) {
            $stage->events->add(SeenEvent::elsewhere($event));
        }

        $narrator->tell('Now the owner wants one sack of beans more. What this process holds is out of date:');
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
            $beans?->quantity === 3 && $cart->get('beans')?->quantity === 3 && $cart->get('tamper')?->quantity === 1
                && $cart->countItems() === $items + 1,
            'Both changes are there: three sacks of beans, and the tamper.',
        );
        $narrator->tell(
            'The original compares the version that it reads inside its own write, so it would have stored its old copy of'
            . ' the cart over the tablet\'s, and the tamper would be gone without a word.',
        );
    }
}

<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Cartwright\Native\Abi;
use Cartwright\Native\Library;

/**
 * Who computes, and where it plays.
 */
final class MeetTheEngine implements Step
{
    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $narrator->chapter('The engine, and the shop');
        $narrator->tell(
            'Your code calls MasyukAI\Cart, as before. Behind it stands a library written in Rust, which PHP calls'
            . ' through FFI. It holds the cart between two calls and computes every amount; Laravel keeps the database,'
            . ' the transactions and the events.',
        );

        $narrator->show('php', PHP_VERSION . ', Laravel ' . $stage->shop->laravel());
        $narrator->show('sqlite', $stage->shop->sqlite());
        $version = $narrator->call(fn () => Library::instance()->version());
        $narrator->call(fn () => Library::instance()->path());
        $epoch = $narrator->call(fn () => Library::instance()->abiEpoch());

        $narrator->claim(
            $epoch === Abi::ABI_EPOCH && $version !== '',
            "Library and package are of the same make: both speak ABI epoch {$epoch}.",
        );

        $narrator->tell(
            'The shop is examples/laravel-shop, an application like yours: routes, sessions, a login, Blade. PHP\'s'
            . ' development server runs it with four workers at http://' . $stage->server->host . ' while you read'
            . ' this. What a buyer does below is a request; the statements and events beside it are those of the'
            . ' worker that answered, as far as they are about carts, orders and the shelf.',
        );
        $shelf = $narrator->visit($stage->laptop->get('/'));
        $narrator->claim(
            $shelf->page->status === 200 && count($shelf->page->texts('//h2')) === 6,
            'The shop is open, and six products are on the shelf.',
            $shelf->answer(),
        );
    }
}

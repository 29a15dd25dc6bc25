<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Cartwright\Native\Abi;
use Cartwright\Native\Library;

/**
 * Who computes.
 */
final class MeetTheEngine implements Step
{
    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $narrator->chapter('The engine');
        $narrator->tell(
            'Your code calls MasyukAI\Cart\Cart, as before. Behind it stands a library written in Rust, which PHP calls'
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
    }
}

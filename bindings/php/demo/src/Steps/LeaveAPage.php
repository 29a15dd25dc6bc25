<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Cartwright\Demo\Narration\NotAsTold;
use Cartwright\Demo\Page\Amount;
use Cartwright\Demo\Page\CartPage;
use Cartwright\Native\Library;

/**
 * The customer's cart as a page to open.
 */
final class LeaveAPage implements Step
{
    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $cart = $stage->shop->cart(Stage::CUSTOMER);
        $narrator->chapter('A page to open');
        $narrator->tell('The cart of Café Lune, as a new request reads it, with the events of this walk.');

        $content = $narrator->call(fn () => $cart->content());
        $html = CartPage::of($cart, 'Café Lune', $stage->events->of(Stage::CUSTOMER), [
            'Every amount on this page was computed by Cartwright ' . Library::instance()->version() . ', called from Laravel '
            . $stage->shop->laravel() . ' on PHP ' . PHP_VERSION . '.',
            'The cart is a row of SQLite ' . $stage->shop->sqlite() . '.',
        ]);
        $file = $stage->directory . '/cart.html';

        if (file_put_contents($file, $html) !== strlen($html)) {
            throw new NotAsTold("The page could not be written to {$file}.");
        }

        $total = Amount::dollars($content['total']);
        $narrator->claim(
            str_contains($html, ">{$total}<"),
            "{$content['count']} products, {$content['quantity']} pieces, {$total}: that is what the page shows.",
        );
        $narrator->claim(
            preg_match('/\b(src|href|action)\s*=|url\(|@import|<script/i', $html) === 0,
            'It needs no other file and no network.',
        );
        $narrator->show('page', $file);
    }
}

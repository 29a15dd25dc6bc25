<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Cartwright\Demo\Narration\NotAsTold;

/**
 * The customer's cart as a page to open.
 */
final class LeaveAPage implements Step
{
    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $narrator->chapter('A page to open');
        $narrator->tell('Ann\'s cart as the shop prints it, with what its listener has written down on this walk.');

        $html = $narrator->visit($stage->laptop->get('/cart/print'))->page->body;
        $file = $stage->directory . '/cart.html';

        if (file_put_contents($file, $html) !== strlen($html)) {
            throw new NotAsTold("The page could not be written to {$file}.");
        }

        $cart = $stage->cart();
        $content = $narrator->call(fn () => $cart->content());
        $total = $cart->total()->format();
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

<?php

declare(strict_types=1);

namespace Cartwright\Demo\Page;

use Cartwright\Demo\Watch\SeenEvent;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Models\CartItem;

/**
 * A cart as one file of HTML that needs no other: style and pictures are in it.
 */
final class CartPage
{
    private const FILES = __DIR__ . '/../../page';
    private const SHOP = __DIR__ . '/../../../../../examples/laravel-shop';

    /**
     * @param list<SeenEvent> $events
     * @param list<string> $facts
     */
    public static function of(Cart $cart, string $customer, array $events, array $facts): string
    {
        $content = $cart->content();
        $items = array_map(static fn (CartItem $item): ItemLine => new ItemLine($item), $cart->getItems()->all());

        return self::rendered([
            'customer' => $customer,
            'pieces' => $content['quantity'],
            'items' => array_values($items),
            'summary' => SummaryLine::of($cart),
            'timeline' => TimelineEntry::all($events),
            'facts' => $facts,
            'style' => (string) file_get_contents(self::SHOP . '/public/shop.css'),
        ]);
    }

    /**
     * @param array<string, mixed> $values what the template prints
     */
    private static function rendered(array $values): string
    {
        return (static function (array $values): string {
            extract($values);
            ob_start();

            try {
                require self::FILES . '/cart.html.php';
            } finally {
                $html = ob_get_clean();
            }

            return (string) $html;
        })($values);
    }

    /**
     * A drawing of an item; a box for one that nobody has drawn.
     */
    public static function picture(string $id): string
    {
        $file = self::SHOP . "/resources/pictures/{$id}.svg";

        return (string) file_get_contents(is_file($file) ? $file : self::SHOP . '/resources/pictures/box.svg');
    }
}

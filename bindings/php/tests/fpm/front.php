<?php

declare(strict_types=1);

/*
 * What the web server calls: one request plays a purchase on a cart of its own and answers with what the library
 * computed. The order number, `?order=`, decides what is bought; Order.php says what must come out.
 *
 * scripts/fpm.sh puts this beside a copy of the package.
 */

use Cartwright\Native\Abi;
use Cartwright\Native\ItemUpdate;
use Cartwright\Native\Library;
use Cartwright\Native\NativeCart;
use Cartwright\Native\NewCondition;
use Cartwright\Native\NewItem;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;

$package = dirname(__DIR__) . '/' . ($_SERVER['PACKAGE'] ?? 'package');
require "{$package}/autoload.php";

/**
 * What an application does that forgets that a static property lives as long as its request.
 */
final class Kept
{
    public static ?NativeCart $cart = null;
}

/**
 * @return array<string, mixed>
 */
function purchase(NativeCart $cart, int $order): array
{
    $lines = 1 + $order % 3;
    $answer = ['items_at_the_start' => $cart->itemCount(), 'kept' => Kept::$cart !== null];

    for ($line = 0; $line < $lines; $line++) {
        $attributes = json_encode(['order' => $order, 'note' => str_repeat('x', 200)]);
        $price = 100 * (1 + ($order + $line) % 50);
        $cart->add(new NewItem("{$order}/{$line}", "Line {$line}", $price, 1 + $order % 4, $attributes, null, null, null));
    }

    $cart->update("{$order}/0", new ItemUpdate(Abi::QUANTITY_BY, 1, null, null, null));
    $cart->add(new NewItem('unwanted', 'Unwanted', '9.99', 1, null, null, null, null));
    $cart->remove('unwanted');

    try {
        $cart->add(new NewItem('none', 'None', 1, 0, null, null, null, null));
    } catch (InvalidCartItemException $refusal) {
        $answer['refusal'] = $refusal->getMessage();
    }

    $cart->addCondition(new NewCondition('SALE', 'discount', 'subtotal', '-10%', null, 0, null));
    $cart->addCondition(new NewCondition('SHIPPING', 'shipping', 'total', '+500', null, 1, null));
    Kept::$cart = $cart;

    return $answer + [
        'ids' => array_keys($cart->items()),
        'quantity' => $cart->quantity(),
        'total' => $cart->sum(Abi::SUM_TOTAL, 'USD'),
        'content' => $cart->content("order {$order}", 'USD')['instance'],
        'columns' => array_keys($cart->pendingColumns()),
    ];
}

header('Content-Type: application/json');

try {
    if (isset($_GET['stored'])) {
        require __DIR__ . '/stored.php';
        $answer = storedTwice($package, (int) $_GET['order']);
    } else {
        $answer = purchase(Library::instance()->newCart(), (int) $_GET['order']);
    }

    if (isset($_GET['leak'])) {
        // The planted defect: carts that nobody frees.
        (function (): void {
            for ($carts = 0; $carts < 10; $carts++) {
                $this->ffi->cw_cart_new($this->cart, $this->error);
            }
        })->call(Library::instance());
    }
} catch (Throwable $failure) {
    http_response_code(500);
    $answer = ['sentence' => $failure->getMessage()];
}

echo json_encode($answer + ['pid' => getmypid()], JSON_THROW_ON_ERROR);

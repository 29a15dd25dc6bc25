<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\Support\PackageCopy;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * A program ends with carts in its hands, in whatever order PHP lets go of them. Each is a process of its own: a double
 * free would end this one.
 */
final class ShutdownTest extends TestCase
{
    private const PROGRAM = <<<'PHP'
        use Cartwright\Native\Library;
        use Cartwright\Native\NativeCart;
        use Cartwright\Native\NewItem;

        require $argv[1];

        final class Holder
        {
            public static mixed $static = null;

            public mixed $held = null;

            public function __construct(private readonly string $name = '')
            {
            }

            public function __destruct()
            {
                // The cart can be used as long as somebody holds it.
                if ($this->held instanceof NativeCart) {
                    echo $this->name, ' has ', $this->held->itemCount(), "\n";
                }
            }
        }

        function cart(): NativeCart
        {
            $cart = Library::instance()->newCart();
            $cart->add(new NewItem('a', 'A', 100, 1, null, null, null, null));

            return $cart;
        }

        PHP;

    #[Test]
    #[DataProvider('ends')]
    public function itEndsAsIfThereWereNoCarts(string $program, string $says = '', int $status = 0): void
    {
        [$output, $errors, $ended] = PackageCopy::run(
            ['-d', 'display_errors=0', '-d', 'log_errors=0', '-r', self::PROGRAM . $program,
                PackageCopy::REPOSITORY . '/bindings/php/autoload.php'],
            ['CARTWRIGHT_LIBRARY' => PackageCopy::library()],
        );

        $this->assertSame([$says, '', $status], [$output, $errors, $ended]);
    }

    public static function ends(): array
    {
        return [
            'the library first' => ['$library = Library::instance(); $cart = cart();'],
            'the cart first' => ['$cart = cart(); $library = Library::instance();'],
            'a static property' => ['Holder::$static = [cart(), cart()];'],
            'a static variable' => ['function keep() { static $cart; $cart ??= cart(); } keep();'],
            'carts that hold each other' => [
                '$a = new Holder("a"); $b = new Holder("b"); $a->held = [$b, cart()]; $b->held = [$a, cart()];',
            ],
            'a destructor that still reads' => ['$a = new Holder("a"); $a->held = cart();', "a has 1\n"],
            'a static destructor that still reads' => [
                'Holder::$static = new Holder("static"); Holder::$static->held = cart();',
                "static has 1\n",
            ],
            'a destructor that makes a cart' => [
                'Holder::$static = new class { public function __destruct() { echo cart()->itemCount(); } };',
                '1',
            ],
            'a shutdown function' => [
                '$cart = cart(); register_shutdown_function(static function () use ($cart) { echo $cart->quantity(); });',
                '1',
            ],
            'exit in the middle' => ['$cart = cart(); (static function () use ($cart) { exit(7); })();', '', 7],
            'an exception that nobody catches' => ['$cart = cart(); throw new Exception();', '', 255],
            'a refusal that nobody catches' => ['cart()->item("\xff");', '', 255],
            'a fatal error' => ['$cart = cart(); ini_set("memory_limit", "4M"); str_repeat("x", 9_000_000);', '', 255],
            'a generator that is not at its end' => [
                '$carts = (static function () { $cart = cart(); yield $cart; yield 2; })(); $carts->current();',
            ],
            'a fibre that is not at its end' => [
                '$fiber = new Fiber(static function () { $cart = cart(); Fiber::suspend($cart); }); $fiber->start();',
            ],
        ];
    }
}

<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Exceptions\CartTooLargeException;
use Cartwright\Exceptions\CorruptCartException;
use Cartwright\Exceptions\InvalidCallException;
use Cartwright\Exceptions\InvalidTextException;
use Cartwright\Native\Abi;
use Cartwright\Native\Library;
use Cartwright\Native\NativeCart;
use Cartwright\Native\NativeEngine;
use Cartwright\Native\NativeLocks;
use Cartwright\Tests\TestCase;
use Error;
use LogicException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * Carts whose host keeps them: taken over as text or line by line, changed by what is described, stored as columns.
 */
final class NativeHostedCartTest extends TestCase
{
    private const LAMP = ['op' => 'add', 'id' => 'lamp', 'name' => 'Lamp', 'price' => 40.5, 'quantity' => 2];

    #[Test]
    public function theMetadataIsAColumnLikeTheOthers(): void
    {
        $cart = Library::instance()->newCart();
        $cart->load(null, null, '{"note":"gift","tags":[1,2]}');
        $this->assertSame(['note' => 'gift', 'tags' => [1, 2]], $cart->metadata());
        $this->assertFalse($cart->isPending());

        $cart->setMetadata('price', 10.0);
        $cart->setMetadata('from', ['Ada' => 'Größe']);
        $this->assertTrue($cart->removeMetadata('tags'));
        $this->assertFalse($cart->removeMetadata('tags'));

        $text = '{"note":"gift","tags":null,"price":10,"from":{"Ada":"Gr\u00f6\u00dfe"}}';
        $this->assertSame(['metadata' => $text], $cart->pendingColumns());
        $this->assertSame('gift', $cart->metadata('note'));
        $this->assertNull($cart->metadata('nobody'));
        $cart->committed();
        $this->assertSame([], $cart->pendingColumns());
    }

    #[Test]
    public function aTextThatIsHeldIsReadWhenItIsNeeded(): void
    {
        $cart = Library::instance()->newCart();
        $cart->hold('{oops', null, '{"note":1}');
        $this->assertSame(1, $cart->metadata('note'));

        $this->expectException(CorruptCartException::class);
        $cart->items();
    }

    #[Test]
    public function aCartThatIsTakenOverLineByLineIsTheSameAsOneThatIsLoaded(): void
    {
        $loaded = Library::instance()->newCart();
        $loaded->apply([
            ['conditions' => [['name' => 'OFF', 'type' => 'discount', 'target' => 'item', 'value' => '-10%']]] + self::LAMP,
            ['op' => 'add', 'id' => 'bulb', 'name' => 'Bulb', 'price' => 'RM5.50', 'attributes' => ['size' => 'E27']],
            ['op' => 'add_condition', 'condition' => ['name' => 'VAT', 'type' => 'tax', 'target' => 'total', 'value' => '19%']],
            ['op' => 'set_metadata', 'key' => 'note', 'value' => 'gift'],
        ]);

        $primed = Library::instance()->newCart();
        $primed->prime();

        foreach ($loaded->items() as $item) {
            $primed->primeLine(
                $item['id'],
                $item['price'],
                $item['quantity'],
                json_encode($item['conditions'], JSON_THROW_ON_ERROR),
                $item['name'],
                json_encode($item['attributes'], JSON_THROW_ON_ERROR),
            );
        }

        $primed->primeConditions(json_encode($loaded->conditions(), JSON_THROW_ON_ERROR));
        $primed->primeMetadata('note', 'gift');
        $this->assertSame(2, $primed->primed());
        $this->assertFalse($primed->isPending());
        $this->assertSame($loaded->content('default', 'USD'), $primed->content('default', 'USD'));
        $this->assertSame($loaded->metadata(), $primed->metadata());
    }

    #[Test]
    public function ofAPrimedCartOnlyWhatWasChangedIsPending(): void
    {
        $cart = Library::instance()->newCart();
        $cart->prime();
        $cart->primeLine('lamp', 4050, 2);
        $cart->primeLine('lamp', 100, 1);
        $this->assertSame(1, $cart->primed());

        $cart->setMetadata('note', 1);
        $this->assertSame(['metadata'], array_keys($cart->pendingColumns()));
        $this->assertRefused(
            InvalidCallException::class,
            'Say cw_cart_prime before this',
            static fn () => $cart->primeLine('bulb', 1, 1),
        );
    }

    #[Test]
    public function eventsOfAHostedCartCallItAsItsHostDoes(): void
    {
        $cart = Library::instance()->newCart();
        $cart->name('user-7', 'wishlist', 'EUR');
        $events = $cart->apply(self::LAMP)->events();

        $this->assertSame(['user-7', 'wishlist'], [$events[0]['identifier'], $events[0]['instance']]);
        $this->assertSame('wishlist', $events[1]['data']['instance_name']);
    }

    #[Test]
    public function whatIsHeldOfTheLastChangeGoesWithWhatIsLoaded(): void
    {
        $cart = Library::instance()->newCart();
        $this->assertNull($cart->result());
        $cart->apply(self::LAMP);
        $this->assertSame(['item_added'], array_column($cart->result()->changes(), 'change'));
        $cart->load(null, null);
        $this->assertNull($cart->result());
    }

    #[Test]
    public function twoHostedCartsBecomeOneAndTheOtherStays(): void
    {
        [$user, $visitor] = [Library::instance()->newCart(), Library::instance()->newCart()];
        $user->apply(self::LAMP);
        $visitor->apply([self::LAMP, ['id' => '7', 'name' => 'Bulb'] + self::LAMP]);
        $this->assertSame(['lamp'], array_column($user->conflictsWith($visitor, Abi::MERGE_ADD_QUANTITIES), 'line'));

        $merged = $user->merge($visitor, Abi::MERGE_ADD_QUANTITIES, ['lamp' => ['by' => 'keep_user_cart'], '7' => ['quantity' => 1]]);
        $this->assertSame(['CartMerged', 'CartUpdated'], array_column($merged->events(), 'event'));
        $this->assertSame([2, 4], [$visitor->itemCount(), $visitor->quantity()]);
        $this->assertTrue($user->has('7'));
    }

    #[Test]
    public function limitsAndSwitchesHoldFromThenOn(): void
    {
        $cart = Library::instance()->newCart();
        $cart->setLimits(2, 1000, 10, 255);
        $cart->setSwitches(lineIdentity: Abi::LINE_BY_ID_AND_ATTRIBUTES);
        $cart->apply([self::LAMP, ['attributes' => ['size' => 'L']] + self::LAMP]);
        $this->assertSame(2, $cart->itemCount());

        $this->expectException(CartTooLargeException::class);
        $cart->apply(['attributes' => ['size' => 'M']] + self::LAMP);
    }

    #[Test]
    public function everythingIsTakenOut(): void
    {
        $cart = Library::instance()->newCart();
        $cart->load('{"a":{"id":"a","name":"A","price":1,"quantity":1}}', null, '{"note":1}');
        $cart->clear();

        $this->assertSame([0, []], [$cart->itemCount(), $cart->metadata()]);
        $this->assertSame(['items' => null, 'conditions' => null, 'metadata' => null], $cart->pendingColumns());
        $this->assertSame(['cleared'], array_column($cart->result()->changes(), 'change'));
    }

    /**
     * @param array<array-key, mixed>|string $operations
     */
    #[Test]
    #[DataProvider('noOperations')]
    public function whatIsNoOperationIsRefusedWithASentence(array|string $operations, string $message): void
    {
        $this->assertRefused(
            InvalidTextException::class,
            $message,
            static fn () => Library::instance()->newCart()->apply($operations),
        );
    }

    public static function noOperations(): array
    {
        return [
            'of another type' => [
                ['op' => 'remove', 'id' => 7],
                "The operation ('remove'): 'id' has to be a text, not 7",
            ],
            'of another name' => [
                [['op' => 'clear'], ['op' => 'remove', 'name' => 'lamp']],
                "Operation 2 ('remove') has no key 'name'; it takes id",
            ],
            'no JSON' => ['[{"op":"add"', 'The operations are not valid JSON: Syntax error at byte 12'],
            'an infinity' => [['op' => 'add', 'id' => 'a', 'price' => INF], 'Inf and NaN cannot be JSON encoded'],
            'no text' => [['op' => 'remove', 'id' => "\xff"], 'Malformed UTF-8 characters, possibly incorrectly encoded'],
        ];
    }

    #[Test]
    public function aFloatLosesNoDigitWhateverPhpIsSetTo(): void
    {
        $before = ini_set('serialize_precision', '5');

        try {
            $cart = Library::instance()->newCart();
            $cart->apply(['price' => 1234.56789] + self::LAMP);
            $this->assertSame('5', ini_get('serialize_precision'));
        } finally {
            ini_set('serialize_precision', (string) $before);
        }

        $this->assertSame(1234.56789, $cart->item('lamp')['price']);
        $cart->setMetadata('whole', 10);
        $this->assertSame(10, $cart->metadata('whole'));
    }

    #[Test]
    #[DataProvider('handles')]
    public function whatLivesInTheLibraryIsNeitherCopiedNorSerialized(callable $make, string $what): void
    {
        $one = $make();

        try {
            clone $one;
            $this->fail("{$what} was cloned");
        } catch (Error $error) {
            $this->assertStringContainsString('private', $error->getMessage());
        }

        $message = "{$what} lives in this process only and cannot be serialized";
        $this->assertRefused(LogicException::class, $message, static fn () => serialize($one));
        $text = sprintf('O:%d:"%s":0:{}', strlen($one::class), $one::class);
        $this->assertRefused(LogicException::class, $message, static fn () => unserialize($text));
    }

    public static function handles(): array
    {
        $engine = static fn (): NativeEngine => NativeEngine::open(['store' => 'memory']);
        $plan = static fn () => $engine()->planMerge(['a', 'b'], ['c', 'd'], Abi::MERGE_ADD_QUANTITIES);

        return [
            [static fn (): NativeCart => $engine()->cart('user-7'), 'A native cart'],
            [static fn () => $engine()->cart('user-7')->apply(self::LAMP), 'A native result'],
            [$engine, 'A native engine'],
            [$plan, 'A native merge plan'],
            [static fn (): NativeLocks => NativeLocks::open(['store' => 'memory']), 'A native store of locks'],
        ];
    }
}

<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support\AnyStorage;

use PHPUnit\Framework\Attributes\Test;
use TypeError;

/**
 * @mixin CartOnAnyStorage
 */
trait MetadataTests
{
    #[Test]
    public function aValueIsKeptUnderItsKey(): void
    {
        $values = [
            'text' => 'With a bow, 5 €', 'number' => 7, 'fraction' => 2.5, 'yes' => true, 'no' => false, 'empty' => '',
            'list' => [1, 'two', [3]], 'map' => ['a' => ['b' => null]], 'nothing in it' => [], 'a.b' => 'dotted',
        ];

        foreach ($values as $key => $value) {
            $this->assertSame($this->cart, $this->cart->setMetadata($key, $value));
        }

        foreach ($values as $key => $value) {
            $this->assertSame($value, $this->cart->getMetadata($key), $key);
            $this->assertSame($value, $this->again()->getMetadata($key), $key);
            $this->assertTrue($this->again()->hasMetadata($key), $key);
        }
    }

    #[Test]
    public function aLaterValueTakesThePlaceOfAnEarlierOne(): void
    {
        $this->cart->setMetadata('note', 'first');
        $this->again()->setMetadata('note', ['second']);

        $this->assertSame(['second'], $this->cart->getMetadata('note'));
    }

    #[Test]
    public function theDefaultIsForKeysWithoutValueAndForNull(): void
    {
        $this->cart->setMetadata('null', null)->setMetadata('no', false);

        foreach (['null', 'unknown'] as $key) {
            $this->assertNull($this->cart->getMetadata($key));
            $this->assertSame('default', $this->cart->getMetadata($key, 'default'));
            $this->assertFalse($this->cart->hasMetadata($key));
        }

        $this->assertFalse($this->cart->getMetadata('no', 'default'));
        $this->assertTrue($this->cart->hasMetadata('no'));
    }

    #[Test]
    public function aRemovedKeyHasNoValueAndTheOthersStay(): void
    {
        $this->cart->setMetadata('note', 'x')->setMetadata('coupon', 'SPRING');

        $this->assertSame($this->cart, $this->cart->removeMetadata('note'));

        $this->assertFalse($this->again()->hasMetadata('note'));
        $this->assertSame('SPRING', $this->again()->getMetadata('coupon'));
    }

    #[Test]
    public function manyValuesAreSetByOneCallWithAnEventEach(): void
    {
        $events = $this->assertEvents(['MetadataAdded', 'MetadataAdded'], function (): void {
            $this->assertSame($this->cart, $this->cart->setMetadataBatch(['note' => 'x', 'coupon' => null]));
        });

        $this->assertSame(['note', 'coupon'], array_column($events, 'key'));
        $this->assertSame('x', $this->again()->getMetadata('note'));
    }

    #[Test]
    public function aNumberAsAKeyOfManyIsATypeError(): void
    {
        $this->expectException(TypeError::class);

        $this->cart->setMetadataBatch(['no key']);
    }

    #[Test]
    public function eachCallHasItsEventEvenIfNothingIsDifferent(): void
    {
        for ($time = 0; $time < 2; $time++) {
            $events = $this->assertEvents(['MetadataAdded'], fn () => $this->cart->setMetadata('note', ['x' => 1]));
            $this->assertSame(['note', ['x' => 1]], [$events[0]->key, $events[0]->value]);
            $this->assertSame($this->cart, $events[0]->cart);
        }

        $this->assertEvents(['MetadataAdded'], fn () => $this->cart->setMetadata('nothing', null));
        $this->assertEvents(['MetadataRemoved'], fn () => $this->cart->removeMetadata('note'));
        $events = $this->assertEvents(['MetadataRemoved'], fn () => $this->cart->removeMetadata('unknown'));
        $this->assertSame('unknown', $events[0]->key);
        $this->assertEvents([], fn () => $this->cart->getMetadata('note'));
    }

    #[Test]
    public function metadataAreNoItems(): void
    {
        $this->cart->setMetadata('note', 'x');

        $this->assertTrue($this->cart->isEmpty());
        $this->assertEvents(['CartCreated', 'ItemAdded'], fn () => $this->cart->add('lamp', 'Lamp', 10));
        $this->assertSame('x', $this->again()->getMetadata('note'));
        $this->assertSame(1, $this->again()->count());
    }

    #[Test]
    public function eachInstanceHasMetadataOfItsOwn(): void
    {
        $this->cart->setMetadata('note', 'x');

        $this->assertFalse($this->cart->setInstance('wishlist')->hasMetadata('note'));
    }

    #[Test]
    public function clearingACartClearsItsMetadata(): void
    {
        $this->cart->add('lamp', 'Lamp', 10);
        $this->cart->setMetadata('note', 'x');

        $this->cart->clear();

        $this->assertFalse($this->cart->hasMetadata('note'));
        $this->assertFalse($this->again()->hasMetadata('note'));
    }

    #[Test]
    public function theStoragesOwnMethodsAndTheCartSeeTheSameMetadata(): void
    {
        $this->cart->add('lamp', 'Lamp', 10);
        $this->cart->setMetadata('note', 'x');
        $this->cart->storage()->putMetadata('customer', 'default', 'coupon', ['SPRING']);

        $this->assertSame(['SPRING'], $this->cart->getMetadata('coupon'));
        $this->assertSame('x', $this->cart->getMetadata('note'));
        $this->assertSame('x', $this->cart->storage()->getMetadata('customer', 'default', 'note'));
        $this->cart->setMetadata('note', 'y');
        $this->assertSame(['SPRING'], $this->cart->storage()->getMetadata('customer', 'default', 'coupon'));
        $this->assertSame(1, $this->cart->count());
    }
}

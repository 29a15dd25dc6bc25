<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Exceptions\InvalidRuleException;
use Cartwright\Tests\Support\EngineStores;
use Cartwright\Tests\Support\OperationWords;
use Cartwright\Tests\Support\PlayedCart;
use Cartwright\Tests\Support\Vectors;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Rules through Native: a condition that has them is put on exactly where they hold.
 */
final class NativeRulesTest extends TestCase
{
    use EngineStores;

    public static function rules(): iterable
    {
        $rules = Vectors::json('rules.json', 'rules');

        foreach (Vectors::of('rules.json') as $name => [$input, $expect]) {
            foreach (PlayedCart::WAYS as $way) {
                yield "{$way}: {$name}" => [$way, $rules[$name], $input, $expect];
            }
        }
    }

    #[DataProvider('rules')]
    public function testRulesHoldWhereTheyShould(string $way, string $rules, array $input, array $expect): void
    {
        $cart = PlayedCart::make($way, $this->file, currency: $input['currency']);

        foreach ($input['operations'] as $operation) {
            $cart->apply(OperationWords::of($operation, $input['known_models']));
        }

        $item = $input['item'] ?? null;
        $condition = ['name' => 'RULED', 'type' => 'discount', 'value' => '-1', 'rules' => $rules];
        $condition['target'] = $item === null ? 'subtotal' : 'item';
        $register = OperationWords::of(['op' => 'register_dynamic'] + $condition);

        if ($rules === '[]') {
            // No rules hold always; a condition that comes and goes by none is refused.
            $this->expectException(InvalidRuleException::class);
        }

        $cart->apply($register);
        // An engine has judged them already, at the time of its clock and without zones.
        $done = $cart->apply(OperationWords::of(['op' => 'evaluate', 'now' => $input['now'], 'zones' => $input['zones']]));

        if (isset($expect['error'])) {
            [$notEvaluated] = $done->changes();
            $this->assertSame('not_evaluated', $notEvaluated['change']);
            $this->assertStringContainsString($expect['error'], $notEvaluated['why']);

            return;
        }

        $this->assertNotContains('not_evaluated', array_column($done->changes(), 'change'));
        $on = $item === null ? $cart->native->conditions() : $cart->native->item($item)['conditions'];
        $this->assertSame($expect['holds'], array_key_exists('RULED', $on));
    }
}

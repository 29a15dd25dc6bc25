<?php

/**
 * Holds the vectors against PHP itself, as far as PHP alone can tell: casts of price strings, and the text of stored columns.
 *
 *     php tests/reference/php_check.php
 *
 * Needs nothing but PHP; neither the engine nor Laravel takes part. It reads the vectors and never writes them.
 */
declare(strict_types=1);

function vectors(string $file): array
{
    $text = file_get_contents(__DIR__ . '/../conformance/' . $file);

    return json_decode($text, true, 512, JSON_THROW_ON_ERROR)['cases'];
}

/** The tagged number of a vector as PHP's own. */
function number(array $tagged): int|float
{
    return isset($tagged['int']) ? $tagged['int'] : (float) $tagged['float'];
}

/** A text that reads back as the same array and is written again as the same text is what PHP would have stored. */
function isStoredText(?string $text): bool
{
    return $text === null || json_encode(json_decode($text, true, 512, JSON_THROW_ON_ERROR), JSON_THROW_ON_ERROR) === $text;
}

$compared = 0;
$wrong = [];

foreach (vectors('prices.json') as $case) {
    $left = str_replace([',', '$', '€', '£', '¥', '₹', 'RM', ' '], '', $case['input']['text']);
    $price = str_contains($left, '.') ? (float) $left : (int) $left;
    $compared++;
    if ($price !== number($case['expect'])) {
        $wrong[] = $case['name'] . ', but PHP reads ' . var_export($price, true);
    }
}

foreach (vectors('operations.json') as $case) {
    foreach (['items_json', 'conditions_json'] as $column) {
        $compared++;
        if (! isStoredText($case['expect'][$column])) {
            $wrong[] = "{$case['name']}: PHP would write {$column} differently";
        }
    }
}

foreach (vectors('condition_values.json') as $case) {
    $value = $case['input']['value'];
    if (isset($case['expect']['error']) || is_array($value)) {
        continue;
    }
    $percent = str_ends_with($value, '%');
    $signed = ! $percent && str_contains('+-*/', $value[0]);
    $cast = (float) ($percent ? substr($value, 0, -1) : ($signed ? substr($value, 1) : $value));
    $compared++;
    // The engine divides exactly where PHP divides doubles, so percentages may differ in the last digit.
    if (abs(($percent ? $cast / 100 : $cast) - (float) $case['expect']['number']) > 1e-15) {
        $wrong[] = $case['name'] . ', but PHP reads ' . var_export($cast, true);
    }
}

foreach ($wrong as $sentence) {
    echo $sentence, "\n";
}
echo count($wrong), ' of ', $compared, ' expectations differ from PHP ', PHP_VERSION, "\n";
exit($wrong === [] ? 0 : 1);

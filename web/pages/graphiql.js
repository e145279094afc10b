// Starts GraphiQL on this server's own /graphql.
"use strict";

const example = `# Desa/kelurahan di Banyuwangi yang belum punya pustu, terburuk dahulu.
# Tekan Ctrl+Enter untuk menjalankan.
#
# Desa and kelurahan of Banyuwangi without a pustu, worst first.
# Press Ctrl+Enter to run.
query DesaTanpaPustu {
  desaWithoutPustu(within: "35.10", first: 10) {
    totalCount

    # Keempat aturan berdampingan: punya, belum punya, belum didata.
    # All four rules side by side: has, lacks, unknown.
    counts {
      rule
      units
      denominator
      has
      lacks
      unknown
    }

    edges {
      node {
        desa {
          code
          name
        }
        people
        nearest {
          status
          distanceM
          durationS
          facility {
            name
          }
        }
      }
    }

    # Dari mana angka ini. / Where these figures come from.
    provenance {
      asOf
      method
      demo
      sources {
        name
      }
    }
  }
}
`;

// The other two questions, each in a tab of its own.
const travelExample = `# Seberapa jauh penduduk Banyuwangi ke puskesmas terdekat, naik sepeda motor?
# How far do the people of Banyuwangi travel to the nearest puskesmas, by motorcycle?
query JarakKePuskesmas {
  travelSummary(within: "35.10", kind: [PUSKESMAS]) {
    groups {
      people
      peopleUnreached
      medianS
      p90S
      medianM
      p90M
      bands {
        unit
        above
        upTo
        people
        share
        desa
      }
    }
    provenance {
      caveats {
        text
      }
    }
  }
}
`;

const staffExample = `# Tenaga apa yang kurang di pustu Banyuwangi?
# Which staff are missing in the pustu of Banyuwangi?
query TenagaKurang {
  workforceGaps(within: "35.10", kind: [PUSTU]) {
    totals {
      required
      availableAsn
      availableAll
      gapAsn
      gapAll
    }
    edges {
      node {
        profession {
          name
        }
        required
        availableAll
        gapAll
        facilitiesShortCount
        facilitiesWithoutStaffData
      }
    }
    provenance {
      caveats {
        text
      }
    }
  }
}
`;

const root = ReactDOM.createRoot(document.getElementById("graphiql"));
root.render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
    defaultQuery: example,
    defaultTabs: [example, travelExample, staffExample].map((query) => ({ query })),
    defaultEditorToolsVisibility: false,
  }),
);
